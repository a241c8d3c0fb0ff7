/** What a language is: how its files are read, what is checked in them, and what it answers about them. */

import type { Change } from '../change';
import type { ChartValues, Context } from '../context';
import type { Edit } from '../edit';
import type { Fact, StatedFact } from '../fact';
import type { LanguageName } from '../finding';
import type { ConfinedWorkload } from '../inventory';
import type { Rule } from '../rule';
import type { Source } from '../source';
import type { Span } from '../span';
import type { Steps } from '../steps';
import type { Confined } from '../why/confined';
import type { Blame, Suspect } from '../why/suspect';
import type { Answer } from './answer';
import type { Baseline, Merged, MergeMode, Overlay, Rebased } from './baseline';
import type { Hint, Hover, Lens, Link, Outline, TokenGroup } from './display';
import type { Action, Completion, FormatOptions, Signature, Template } from './editing';
import type { Embedded, RenderedFile, RenderedFrom } from './embedded';
import type { Loaded, LoadOptions } from './load';
import type { Loader } from './loaderProgram';
import type { Call, FileNames, Location, Mention, NamedFiles, Renamed, SharingFile, Uses } from './navigation';
import type { Observed, ObserveOptions } from './observe';
import type { DividedPart, Findings, Part } from './part';
import type { JudgedFor, LanguageSetting } from './setting';

export interface Language<P extends Part = Part> {
  // What its files are.
  readonly name: LanguageName;
  /** `Seccomp profile`; for people. */
  readonly title: string;
  /** The editor's id for what it otherwise treats as JSON. */
  readonly ownLanguageId?: string;
  /** The loader reads bytes that are not UTF-8: a comment or a path may be in any encoding. */
  readonly readsBytes?: boolean | ((part: P) => boolean);
  /** A file without text of another language is none of ours, so a search through folders doesn't count it. */
  readonly onlyEmbeds?: true;
  /** The settings that its answers depend on, below `confine.`, as the status item lists them. */
  readonly targets?: readonly LanguageSetting[];
  /** Which version of which reader files are judged for, and what is wrong with the setting that names it. */
  judgedFor?(context: Context): JudgedFor;
  /** What the status item says of the text: `Docker format, read as containerd (a pod refers to it)`. */
  describe?(part: P, context: Context): string;

  // Reading a file into parts.
  /** The only asynchronous step: parse and follow references. Never throws; any text gives parts. */
  load(source: Source, options: LoadOptions<P>): Promise<Loaded<P>>;
  /** Whether the part's text has mistakes of syntax, so that no edit by structure is safe; absent: edits never go by structure. */
  isBroken?(part: P): boolean;
  /** Whether a part says nothing at all, so that no rule needs to look at it: the document between two lines of `---`. */
  isEmpty?(part: P): boolean;
  /** The pieces of a long part that rules can judge one by one (`Rule.byPiece`); undefined where the part is judged as a whole. */
  divide?(part: P, context: Context): DividedPart<P> | undefined;
  /** Text of other languages in a part. Never a language that embeds text itself, unless it is named. */
  embeds?(part: P): readonly Embedded[];
  /** The part has no findings of its own: what it embeds as `built` is judged instead. */
  superseded?(part: P): boolean;
  /** The file that a tool rendered a stretch of a part from, where the part says so: each finding names it. */
  renderedFrom?(part: P, span: Span): RenderedFrom | undefined;

  // Checking.
  readonly rules: readonly Rule<P>[];
  /** Where the examples of its rules would be, unless they say otherwise: `apparmor.d/web`. */
  readonly examplePath: string;
  /** What a part has that rules read, in the words of `Rule.reads`. Looked at before the rules, so that most of them need not be called. */
  present?(part: P, context: Context): ReadonlySet<string>;
  /** Does in steps what several of the rules share, so that the first one does not do all of it at once. */
  judging?(part: P, context: Context): Steps<void>;
  /** Why nothing in a part is checked: a kind that is known and has no rules. Absent: there always is something to check. */
  unchecked?(part: P, context: Context): string | undefined;
  /** Why a part is read, but not all of it. */
  partial?(part: P, context: Context): string | undefined;
  /** Changes of hardenings that lose data or change who runs, by name, with what each does. */
  readonly breakingChanges?: Readonly<Record<string, string>>;
  readonly loader?: Loader<P>;

  // Facts for other files, and what is summed up over many.
  /** `context` is asked by languages that state some facts only where a setting wants them; absent: none of these. */
  facts?(part: P, context?: () => Context): readonly StatedFact[];
  /** The facts of the workspace that a file of this language can be asked about, one by one. */
  readonly asksAbout?: Fact['kind'];
  /** The containers that a part describes, each with what confines it. */
  containers?(part: P, context: Context): readonly Confined[];
  /** The workloads of a part with what confines them, for an overview of many files. */
  inventory?(part: P, context: Context): readonly ConfinedWorkload[];
  /** The places of a part that may cause what an error message reports. */
  blame?(part: P, blame: Blame, context: Context): readonly Suspect[];
  /** Why what is given for charts can't be used. */
  valuesProblem?(given: ChartValues): string | undefined;

  // What a person gets while they write.
  complete?(part: P, offset: number, context: Context): readonly Completion[];
  signature?(part: P, offset: number): Signature | undefined;
  /** A line ends with a sign that no completion inserts: Enter at its end never accepts one. */
  readonly endsLinesBySign?: boolean;
  format?(part: P, options: FormatOptions, range?: Span): readonly Edit[];
  /** Edits of one line after the character that was just typed before `offset`; must tolerate an unfinished file. */
  formatOnType?(part: P, offset: number, typed: string, options: FormatOptions): readonly Edit[];
  /** Edits on request at a place, not tied to a finding: harden this container, sort these names. */
  actions?(part: P, at: Span, context: Context): readonly Action[];
  /** Files to start from. */
  readonly templates?: readonly Template[];

  // What an editor shows.
  hover?(part: P, offset: number, context: Context): Hover | undefined;
  outline?(part: P): readonly Outline[];
  /** What a search through the workspace finds the file by; children are found too. */
  symbols?(part: P): readonly Outline[];
  folds?(part: P): readonly Span[];
  selections?(part: P, offset: number): readonly Span[];
  links?(part: P, context: Context): readonly Link[];
  /** `findings` are those of the part: what a lens counts is what the rules report. */
  lenses?(part: P, context: Context, findings: Findings): readonly Lens[];
  /** In the order of the text. */
  tokens?(part: P): readonly TokenGroup[];
  hints?(part: P, range: Span, context: Context): readonly Hint[];

  // Names that files share.
  definition?(part: P, offset: number, context: Context): readonly Location[];
  highlights?(part: P, offset: number): readonly Span[];
  /** The names that the file gives and uses, then those of the files that it was read with. */
  names?(part: P): readonly FileNames[];
  /** The name at a place. */
  nameAt?(part: P, offset: number): Mention | undefined;
  /**
   * The files that mean the same by a mention of `uri`, itself among them. `strict` leaves out those that may get the name from
   * elsewhere.
   */
  sharing?(uri: string, mention: Mention, around: NamedFiles, strict: boolean): readonly SharingFile[];
  /** What other kinds of files say of a name, and what a rename there means. */
  readonly uses?: Uses;
  /** One of the part's mentions under another name; undefined where that is no name for it. */
  rename?(part: P, mention: Mention, newName: string): Renamed | undefined;
  /** Where the rules of a profile lead, by its whole name. */
  callees?(part: P, name: string, context: Context): readonly Call[];
  /** Whose rules lead to a profile of that whole name, here or in another file. */
  callers?(part: P, name: string, context: Context): readonly Call[];

  // Questions.
  /** Answers what the file decides; `query` is what a person typed, or an object of a batch (`cli.md`). Without words for a question to another language. */
  explain?(part: P, query: string | Readonly<Record<string, unknown>>, context: Context): Answer;
  /** Each part answers a question for itself, since a file may have several of the same kind: objects of the operator. */
  readonly answersEach?: true;
  /** What can be asked, as the editor's input box says it. */
  readonly question?: string;
  /** An example question for this part; the editor's input box starts with it. */
  exampleQuery?(part: P): string;
  /** Questions about what this part and the workspace name, the likeliest first; the service offers the images of `asksAbout` itself. */
  questions?(part: P, context: Context): Iterable<string>;
  /** The question whose answer is a table of everything at once, for `explain --matrix`. */
  readonly overview?: string;

  // Comparing, and files made from others.
  /** The runtime default to compare with, laid out in the part's own order where there is one. */
  baseline?(part: P | undefined, context: Context): Baseline<P> | undefined;
  /** Says which parts of two files belong together, e.g. `apps/v1 Deployment web`; absent: by position. */
  partKey?(part: P): string | undefined;
  /** Differences in meaning, from the first to the second. */
  diff?(before: P, after: P, context: Context): readonly Change[];
  /** The files that a program writes from the part, most telling first. */
  renders?(part: P, context: Context): readonly RenderedFile[];
  /** The released default that the file was forked from, as the setting `target` names it: `docker@24.0.2`. */
  ancestor?(part: P, context: Context): string | undefined;
  /** Moves the file's changes from the default that it was forked from onto a newer one, such as `docker@29`; or says why not. */
  rebase?(part: P, onto: string | undefined, context: Context, leaveOut?: ReadonlySet<string>): Rebased | string;
  /** What some purposes need beyond the default of a runtime. */
  readonly overlays?: readonly Overlay[];
  /** The part with an overlay on it. */
  overlaid?(part: P, overlay: string, context: Context): string;
  /** One file that does what several do together; or why there is none. The mode matters only where a language has two. */
  merge?(parts: readonly P[], mode: MergeMode | undefined, context: Context): Merged<P> | string;
  /** For people who debug Confine: what a part says in the end, its effective rules or settings, a line each. */
  model?(part: P, context: Context): readonly string[];

  // Logs of denials.
  /** What would allow that which a log says was denied: lines of the audit log, the journal, strace. */
  fromObservation?(part: P, log: string, context: Context, options?: ObserveOptions<P>): Observed;
  /** The folder of the include folders whose files a rule of a log may be replaced by: `abstractions/`. */
  readonly libraryFolder?: string;
  /** What a new file is called for what a log names. */
  fileNameFor?(name: string): string;
}
