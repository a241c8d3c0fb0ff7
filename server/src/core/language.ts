import type { Change } from './change';
import type { ChartValues, Context, Target } from './context';
import type { Edit } from './edit';
import type { Fact, StatedFact } from './fact';
import type { Files } from './files';
import type { Finding, Fix, LanguageName, Related, Severity } from './finding';
import type { ConfinedWorkload } from './inventory';
import type { Markdown } from './markdown';
import type { PieceSlot } from './pieces';
import type { PositionMap } from './positionMap';
import type { Category, Rule } from './rule';
import type { Source, TextChange } from './source';
import type { Span } from './span';
import type { Pause, Steps } from './steps';
import type { Blame, Confined, Suspect } from './why';

/**
 * The unit that is parsed, checked and asked: a whole seccomp profile, AppArmor file or policy, one document of a
 * YAML stream. An immutable snapshot; its spans count from the start of its own text. As long as a part is the same
 * object its findings are the same, so an edit costs only the parts it touches.
 */
export interface Part {
  readonly text: string;
}

/** Findings with the severities and categories of their rules, made when they are asked for. */
export type Findings = () => readonly (Finding & { readonly severity: Severity; readonly category: Category })[];

/** A part and the offset at which its text is in the file. */
export interface Placed<P extends Part> {
  readonly start: number;
  readonly part: P;
}

/** Text in one language inside a part of another, as the language around it finds it. */
export interface Embedded {
  /** What a file with this text would be called: a key of a ConfigMap, the last segment of a path. Absent: it is the file itself. */
  readonly name?: string;
  /** Where the language around it knows; else name and shape decide, as for a file. */
  readonly language?: LanguageName;
  readonly text: string;
  readonly map: PositionMap;
  /** The runtime that reads the text, where the file around it settles that. */
  readonly readBy?: Target;
  /** The text is the part itself, or a piece of it in its own syntax, and not the content of a string. */
  readonly sameSyntax?: boolean;
  /** Where a program writes the text that it makes of the part. Only what the part says itself is reported, and nothing is edited. */
  readonly generated?: RenderedFile['path'];
  /** The text is all that the part says: no other language checks it. */
  readonly whole?: boolean;
  /** What the text around becomes together with other files: it is judged instead, and what was written elsewhere is shown there. */
  readonly built?: boolean;
}

/** What a tool rendered a stretch of a text from. */
export interface RenderedFrom {
  /** `app/templates/deployment.yaml:12`, for the message. */
  readonly name: string;
  readonly related: Related;
}

/** A file after its one asynchronous step. */
export interface Loaded<P extends Part> {
  readonly parts: readonly Placed<P>[];
  /** URIs that were read or looked for: when one changes, load again. */
  readonly reads: readonly string[];
}

/** The version before, and what changed since: what a language may use to do less. */
export interface Previous<P extends Part> {
  readonly loaded: Loaded<P>;
  readonly text: string;
  readonly change: TextChange;
  /** What else was read is taken to be as it was, so that it need not be read again. */
  readonly othersUnchanged?: boolean;
}

export interface LoadOptions<P extends Part> {
  readonly files: Files;
  /** Folders that AppArmor's `<…>` is resolved in. */
  readonly includeFolders: readonly string[];
  readonly workingFolder?: WorkingFolder;
  readonly context: Context;
  readonly previous?: Previous<P>;
  /** As `Embedded.readBy`. */
  readonly readBy?: Target;
  /** As `Embedded.built`: the text is the result, and no file of its own. */
  readonly built?: boolean;
  /** Called between the pieces of a long text. */
  readonly pause?: Pause;
}

/**
 * The folder that AppArmor's `include "a/b"` counts from: the working directory of the program that loads the profile, never the
 * folder of the file. Where it is not certain, a file that is not there proves nothing.
 */
export interface WorkingFolder {
  readonly uri: string;
  readonly certain: boolean;
}

/** A program of the system that reads such files for real, and can be asked what it thinks of one without loading it. */
export interface Loader<P extends Part> {
  readonly program: string;
  readonly versionArguments: readonly string[];
  /** `3.0.8`, from what the program says of itself. */
  versionOf(output: string): string | undefined;
  /** How to have a file on disk judged, and nothing else happen; undefined for what is not loaded by itself. `folders` are absolute paths. */
  argumentsFor(part: P, path: string, folders: readonly string[]): readonly string[] | undefined;
  /** What the output refuses. Where the program names no place, `vague` is set and the span is a guess. */
  refusals(part: P, path: string, output: string): readonly LoaderRefusal[];
}

export interface LoaderRefusal {
  readonly span: Span;
  readonly message: string;
  readonly vague?: boolean;
}

export interface Language<P extends Part = Part> {
  readonly name: LanguageName;
  /** `Seccomp profile`; for people. */
  readonly title: string;
  readonly rules: readonly Rule<P>[];
  /** What a part has that rules read, in the words of `Rule.reads`. Looked at before the rules, so that most of them need not be called. */
  present?(part: P, context: Context): ReadonlySet<string>;
  /** Where the examples of its rules would be, unless they say otherwise: `apparmor.d/web`. */
  readonly examplePath: string;
  /** The settings that its answers depend on, below `confine.`, as the status item lists them. */
  readonly targets?: readonly LanguageSetting[];

  /** The only asynchronous step: parse and follow references. Never throws; any text gives parts. */
  load(source: Source, options: LoadOptions<P>): Promise<Loaded<P>>;

  /** Whether the part's text has mistakes of syntax, so that no edit by structure is safe; absent: edits never go by structure. */
  isBroken?(part: P): boolean;
  /** Whether a part says nothing at all, so that no rule needs to look at it: the document between two lines of `---`. */
  isEmpty?(part: P): boolean;
  /** The pieces of a long part that rules can judge one by one (`Rule.byPiece`); undefined where the part is judged as a whole. */
  divide?(part: P, context: Context): DividedPart<P> | undefined;
  /** The question whose answer is a table of everything at once, for `explain --matrix`. */
  readonly overview?: string;
  /** Changes of hardenings that lose data or change who runs, by name, with what each does. */
  readonly breakingChanges?: Readonly<Record<string, string>>;
  /** Does in steps what several of the rules share, so that the first one does not do all of it at once. */
  judging?(part: P, context: Context): Steps<void>;
  /** Text of other languages in a part. Never a language that embeds text itself, unless it is named. */
  embeds?(part: P): readonly Embedded[];

  /** The part has no findings of its own: what it embeds as `built` is judged instead. */
  superseded?(part: P): boolean;

  /** The file that a tool rendered a stretch of a part from, where the part says so: each finding names it. */
  renderedFrom?(part: P, span: Span): RenderedFrom | undefined;

  /** Why nothing in a part is checked: a kind that is known and has no rules. Absent: there always is something to check. */
  unchecked?(part: P, context: Context): string | undefined;
  /** A file without text of another language is none of ours, so a search through folders doesn't count it. */
  readonly onlyEmbeds?: true;
  /** Why a part is read, but not all of it. */
  partial?(part: P, context: Context): string | undefined;

  /** What the status item says of the text: `Docker format, read as containerd (a pod refers to it)`. */
  describe?(part: P, context: Context): string;
  /** A line ends with a sign that no completion inserts: Enter at its end never accepts one. */
  readonly endsLinesBySign?: boolean;
  /** Which version of which reader files are judged for, and what is wrong with the setting that names it. */
  judgedFor?(context: Context): JudgedFor;
  complete?(part: P, offset: number, context: Context): readonly Completion[];
  hover?(part: P, offset: number, context: Context): Hover | undefined;
  outline?(part: P): readonly Outline[];
  folds?(part: P): readonly Span[];
  selections?(part: P, offset: number): readonly Span[];
  links?(part: P, context: Context): readonly Link[];
  /** `findings` are those of the part: what a lens counts is what the rules report. */
  lenses?(part: P, context: Context, findings: Findings): readonly Lens[];
  /** Edits on request at a place, not tied to a finding: harden this container, sort these names. */
  actions?(part: P, at: Span, context: Context): readonly Action[];

  /** The runtime default to compare with, laid out in the part's own order where there is one. */
  baseline?(part: P | undefined, context: Context): Baseline<P> | undefined;
  /** The files that a program writes from the part, most telling first. */
  renders?(part: P, context: Context): readonly RenderedFile[];
  /** Differences in meaning, from the first to the second. */
  diff?(before: P, after: P, context: Context): readonly Change[];
  /** Says which parts of two files belong together, e.g. `apps/v1 Deployment web`; absent: by position. */
  partKey?(part: P): string | undefined;
  /** Answers what the file decides; `query` is what a person typed, or an object of a batch (`cli.md`). Without words for a question to another language. */
  /** Each part answers a question for itself, since a file may have several of the same kind: objects of the operator. */
  readonly answersEach?: true;
  explain?(part: P, query: string | Readonly<Record<string, unknown>>, context: Context): Answer;
  /** What can be asked, as the editor's input box says it. */
  readonly question?: string;
  /** An example question for this part; the editor's input box starts with it. */
  exampleQuery?(part: P): string;
  /** Questions about what this part and the workspace name, the likeliest first; the service offers the images of `asksAbout` itself. */
  questions?(part: P, context: Context): Iterable<string>;

  /** Why what is given for charts can't be used. */
  valuesProblem?(given: ChartValues): string | undefined;

  /** What would allow that which a log says was denied: lines of the audit log, the journal, strace. */
  fromObservation?(part: P, log: string, context: Context, options?: ObserveOptions<P>): Observed;
  /** The containers that a part describes, each with what confines it. */
  containers?(part: P, context: Context): readonly Confined[];
  /** The places of a part that may cause what an error message reports. */
  blame?(part: P, blame: Blame, context: Context): readonly Suspect[];
  /** The folder of the include folders whose files a rule of a log may be replaced by: `abstractions/`. */
  readonly libraryFolder?: string;
  /** What a new file is called for what a log names. */
  fileNameFor?(name: string): string;
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

  readonly loader?: Loader<P>;
  /** `context` is asked by languages that state some facts only where a setting wants them; absent: none of these. */
  facts?(part: P, context?: () => Context): readonly StatedFact[];
  /** The workloads of a part with what confines them, for an overview of many files. */
  inventory?(part: P, context: Context): readonly ConfinedWorkload[];
  /** The facts of the workspace that a file of this language can be asked about, one by one. */
  readonly asksAbout?: Fact['kind'];
  /** The loader reads bytes that are not UTF-8: a comment or a path may be in any encoding. */
  readonly readsBytes?: boolean | ((part: P) => boolean);
  /** The editor's id for what it otherwise treats as JSON. */
  readonly ownLanguageId?: string;
  /** Files to start from. */
  readonly templates?: readonly Template[];

  definition?(part: P, offset: number, context: Context): readonly Location[];
  highlights?(part: P, offset: number): readonly Span[];
  /** What a search through the workspace finds the file by; children are found too. */
  symbols?(part: P): readonly Outline[];
  /** The names that the file gives and uses, then those of the files that it was read with. */
  names?(part: P): readonly FileNames[];
  /**
   * The files that mean the same by a mention of `uri`, itself among them. `strict` leaves out those that may get the name from
   * elsewhere.
   */
  sharing?(uri: string, mention: Mention, around: NamedFiles, strict: boolean): readonly SharingFile[];
  /** What other kinds of files say of a name, and what a rename there means. */
  readonly uses?: Uses;
  /** The name at a place. */
  nameAt?(part: P, offset: number): Mention | undefined;
  /** One of the part's mentions under another name; undefined where that is no name for it. */
  rename?(part: P, mention: Mention, newName: string): Renamed | undefined;
  format?(part: P, options: FormatOptions, range?: Span): readonly Edit[];
  /** Edits of one line after the character that was just typed before `offset`; must tolerate an unfinished file. */
  formatOnType?(part: P, offset: number, typed: string, options: FormatOptions): readonly Edit[];
  /** In the order of the text. */
  tokens?(part: P): readonly TokenGroup[];
  hints?(part: P, range: Span, context: Context): readonly Hint[];
  signature?(part: P, offset: number): Signature | undefined;
  /** Where the rules of a profile lead, by its whole name. */
  callees?(part: P, name: string, context: Context): readonly Call[];
  /** Whose rules lead to a profile of that whole name, here or in another file. */
  callers?(part: P, name: string, context: Context): readonly Call[];
}

/** A part as its pieces, and what is around them. */
export interface DividedPart<P extends Part> {
  /** All that is around the pieces, and how they are judged: the same object for the same. */
  readonly by: object;
  /** The part without pieces. */
  readonly around: P;
  /** The first and last offset of the pieces and of what is between them: what is outside keeps its distance from the beginning or the end of the part. */
  readonly span: Span;
  readonly pieces: readonly DividedPiece<P>[];
}

export interface DividedPiece<P extends Part> {
  readonly span: Span;
  /** The same object as long as the piece says the same. */
  readonly slot: PieceSlot;
  /** The part with this piece alone, everything at its place. */
  alone(): P;
}

export interface LanguageSetting {
  readonly setting: string;
  /** `Runtime`. */
  readonly label: string;
  /** Values besides those that the manifest lists, such as releases. */
  more?(): readonly SettingChoice[];
  /** Why a value names nothing that is known. */
  problem?(value: string): string | undefined;
}

export interface SettingChoice {
  readonly value: string;
  /** `25.0.17 (2026-07)`. */
  readonly detail: string;
}

export interface JudgedFor {
  /** Below `confine.`. */
  readonly setting: string;
  /** `podman 5.4 (containers/image 5.34.0)`. */
  readonly reader: string;
  /** One sentence. */
  readonly problem?: string;
}

/** A file that a program writes from what another file says. */
export interface RenderedFile {
  /** Absolute, on the machine where it is written. */
  readonly path: string;
  /** The editor's id. */
  readonly language: string;
  readonly text: string;
}

export interface Completion {
  readonly label: string;
  /** What is replaced: from the start of the word to its end. */
  readonly span: Span;
  readonly insert: string;
  /** `insert` has placeholders in the editor's snippet syntax. */
  readonly snippet?: boolean;
  readonly kind: 'property' | 'value' | 'keyword' | 'enum' | 'file' | 'folder' | 'variable' | 'snippet' | 'reference' | 'constant';
  /** Short, right-hand: `high risk · Docker default`. */
  readonly detail?: string;
  /** Markdown; made only when it is looked at. */
  readonly documentation?: Markdown | (() => Markdown);
  /** Most useful first; default: the label. */
  readonly sort?: string;
  readonly filter?: string;
  readonly deprecated?: boolean;
  readonly edits?: readonly Edit[];
}

export interface Hover {
  readonly span: Span;
  readonly markdown: Markdown;
}

export interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: 'object' | 'array' | 'string' | 'property' | 'function' | 'variable' | 'module' | 'key' | 'class' | 'event';
  readonly span: Span;
  readonly selection: Span;
  readonly children?: readonly Outline[];
}

export interface Link {
  readonly span: Span;
  readonly target: string;
  readonly tooltip?: string;
}

export interface Lens {
  readonly span: Span;
  readonly title: string;
  /** One of the client's commands, without the `confine.` prefix: `reportDifferences`, `harden`, `ask`, `showProblems`. */
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export interface Action extends Fix {
  readonly kind: 'harden' | 'rewrite';
  /** Which changes it is made of, for a person to choose from. */
  readonly pieces?: () => readonly ActionPiece[];
  /** The action without some of its pieces. */
  readonly without?: (left: ReadonlySet<string>) => Action | undefined;
}

/** One change of an action. */
export interface ActionPiece {
  readonly id: string;
  /** What is changed. */
  readonly title: string;
  /** What may break. */
  readonly note?: string;
  /** As of a fix. */
  readonly breaks?: string;
}

/** The default that a runtime, a cluster or a distribution applies. */
export interface Baseline<P extends Part> {
  /** `docker default`, with the version it was taken from. */
  readonly title: string;
  /** File name for the read-only document: `docker-28-seccomp.json`. */
  readonly fileName: string;
  readonly part: P;
  readonly text: string;
}

/** What a file decides for one question. */
export interface Answer {
  /** For people: a sentence, then details, Markdown; places in the file as `lineLink` writes them. */
  readonly markdown: Markdown;
  /** For batches: one JSON object with the keys that `cli.md` names, without `by`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The place that decides. */
  readonly by?: Span;
  /** For a table of many questions: the decision, and what decides it, in a few words. */
  readonly row?: { readonly verdict: string; readonly decides: string };
}

/** In which way a rule allows what was denied, or answers it otherwise. */
export const alternativeKinds = [
  'literal',
  'variables',
  'glob',
  'any-owner',
  'audit',
  'abstraction',
  'deny',
  'inherit',
  'profile',
  'fallback',
  'named',
  'child',
  'unconfined',
  'stack',
  'priority',
] as const;
export type AlternativeKind = (typeof alternativeKinds)[number];

/** How the rules of a log are chosen, and where they are written. */
export interface ObserveOptions<P extends Part = Part> {
  /** The kinds that are wanted, the most wanted first; else the best of each suggestion. */
  readonly prefer?: readonly AlternativeKind[];
  /** By the `id` of a suggestion: the index of an alternative, -1 to leave it out. */
  readonly chosen?: Readonly<Record<string, number>>;
  /** Rules go into the site's own file (`local/`) that the profile includes. */
  readonly local?: boolean;
  /** Profiles that are created where the log speaks of them and the file doesn't have them. */
  readonly create?: readonly string[] | 'all';
  /** Only what the log says of profiles that the file names; a file of rules alone answers for none. */
  readonly named?: boolean;
  /** Files that profiles can include. */
  readonly library?: readonly P[];
}

/** One of the rules that answer the same denial. */
export interface Alternative {
  readonly kind: AlternativeKind;
  readonly rule: string;
  /** One sentence: what else it opens, what to know. */
  readonly note?: string;
}

/** A file beside the one that was asked about, and its change. */
export interface ObservedChange {
  readonly uri: string;
  readonly text: string;
  readonly edits: readonly Edit[];
  /** The file isn't there yet. */
  readonly made: boolean;
}

/** What a log tells about a file. Lines count from 1. */
export interface Observed {
  /** All suggestions together, as one change of the file. */
  readonly edits: readonly Edit[];
  /** What else changes with it. */
  readonly others?: readonly ObservedChange[];
  /** The texts of profiles that are created. */
  readonly created?: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** What the file decides otherwise today, on purpose or not: changed only where it is chosen. */
  readonly optional?: readonly Suggestion[];
  /** Denials that the file causes by a rule of its own: adding rules would not help. */
  readonly denied: readonly ObservedPlace[];
  /** What the file already allows: another version of it was loaded. */
  readonly covered: readonly ObservedPlace[];
  /** What no rule of any file would allow. */
  readonly unanswered?: readonly Unanswered[];
  /** The same of processes that none of the file's profiles confines. */
  readonly unconfined?: readonly Unanswered[];
  /** Includes that could not be read: a denial may come from there. */
  readonly unread?: readonly string[];
  /** Profiles that the log speaks of and this file does not have. */
  readonly unknownProfiles: readonly string[];
  /** How much of each log was read. */
  readonly census?: readonly LogCensus[];
  /** One sentence each: what the log says of the file as a whole, and what no log of this kind can show. */
  readonly remarks?: readonly string[];
  /** What the file allows by name and the log doesn't show. */
  readonly unseen?: readonly string[];
  /** What the log shows and the file, with the edits, would still refuse. */
  readonly failing?: readonly Unanswered[] | undefined;
}

/** A file moved onto a newer default. */
export interface Rebased {
  readonly text: string;
  /** What the file was forked from, what it changed, and what upstream changed since. */
  readonly ancestor: string;
  /** `Docker 29.7.2 (2026-08)`. */
  readonly onto: string;
  /** Calls that upstream added, or gave other conditions. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Calls that the file decides itself, although the default changed them. */
  readonly kept: readonly string[];
  /** What upstream changed of each call that the file leaves to the default, those that are left out too. */
  readonly changes: readonly RebasedCall[];
  /** Changes that close something, in a few words each. */
  readonly security: readonly string[];
  /** There is nothing to change. */
  readonly isCurrent: boolean;
}

/** A change that can be left out. */
export interface RebasedCall {
  readonly call: string;
  /** `Allow statmount`. */
  readonly title: string;
  readonly reason?: string;
  readonly risk?: string;
}

/** `union` allows what any allows, `intersect` what all allow. */
export type MergeMode = 'union' | 'intersect';

export interface Merged<P extends Part> {
  readonly part: P;
  /** One sentence each: how the files were read, and what the result can't say. */
  readonly remarks: readonly Markdown[];
}

/** What one purpose needs beyond the default of a runtime. */
export interface Overlay {
  /** A word for the command line: `debugger`. */
  readonly name: string;
  /** The rest of “what … needs”. */
  readonly purpose: string;
  /** The programs that need it. */
  readonly programs: string;
  readonly calls: readonly string[];
  /** What the container needs besides the file. Markdown of ours. */
  readonly besides: string;
  readonly risk: string;
}

/** How much of a log was read. Blank lines don't count. */
export interface LogCensus {
  /** Of the file, if there are several logs. */
  readonly name?: string;
  /** The forms of its lines, for people: `strace`. */
  readonly forms: readonly string[];
  readonly lines: number;
  readonly read: number;
  /** The first line of an unknown form, counted from 1, and its text. */
  readonly firstUnread?: number;
  readonly firstUnreadText?: string;
}

export interface Unanswered {
  /** Of the log. */
  readonly line: number;
  readonly what: string;
  /** One sentence. */
  readonly why: string;
  /** A rule of the file that has to do with it, and its text. */
  readonly span?: Span;
  readonly rule?: string;
}

export interface Suggestion {
  /** As it will be written in the file: `owner @{HOME}/x rw,`, `mknod`. */
  readonly rule: string;
  /** Which profile of the file it goes into, where a file has several. */
  readonly profile?: string;
  /** The lines of the log that require it. */
  readonly lines: readonly number[];
  /** One sentence, where it gives away more than it seems. */
  readonly note?: string;
  /** Names it for `ObserveOptions.chosen`. */
  readonly id?: string;
  /** The rules to choose from, the best first, and which of them this one is. */
  readonly alternatives?: readonly Alternative[];
  readonly chosen?: number;
  /** How much it gives away, and why: a sentence. */
  readonly severity?: { readonly level: 'low' | 'medium' | 'high' | 'critical'; readonly why: string };
}

export interface ObservedPlace {
  /** Of the log. */
  readonly line: number;
  /** The rule of the file. */
  readonly span: Span;
  /** Its text, where that is worth saying: the rule may be in a file that the span includes. */
  readonly rule?: string;
  /** What was denied, or is allowed: `/etc/shadow r`. */
  readonly what: string;
}

export interface Template {
  readonly title: string;
  readonly description: string;
  readonly fileName: string;
  readonly languageId: string;
  readonly text: string;
}

export interface Location {
  /** Absent: this file. */
  readonly uri?: string;
  readonly span: Span;
}

/** A word that names something which other places name too. */
export interface Mention {
  /** A profile's name means the same everywhere, the others only in files that are read together. */
  readonly kind: 'profile' | 'variable' | 'boolean';
  /** In full: a child with its parents, a variable without its braces. */
  readonly name: string;
  /** Only the end of the full name: what is before it depends on who includes the file. */
  readonly partial?: boolean;
  readonly defines: boolean;
  /** The name alone: without braces, quotes or parents. */
  readonly span: Span;
}

export interface FileNames {
  /** Absent: the file itself. */
  readonly uri?: string;
  readonly mentions: readonly Mention[];
  readonly includes: readonly FileReference[];
}

/** A file or folder whose text is read as part of another. */
export interface FileReference {
  readonly path: string;
  /** Searched in the include folders; else absolute, or counted from the working folder. */
  readonly searched: boolean;
}

/** The files of a workspace that name something, and those which they were read with. */
export interface NamedFiles {
  readonly files: ReadonlyMap<string, FileNames>;
  /** Where the references of a file lead, as far as they are among the files. */
  included(uri: string): readonly string[];
}

export interface SharingFile {
  readonly uri: string;
  /** Of the file as it was indexed. */
  readonly mentions: readonly Mention[];
}

/** Facts of other files that refer to a name. */
export interface Uses {
  /** What a rename there is listed as, for people to confirm, and what may come of it. */
  readonly label: string;
  readonly description: string;
  of(mention: Mention, facts: readonly Fact[]): readonly Fact[];
  /** Whether the other files take a name as it is. */
  accepts(name: string): boolean;
}

export interface Renamed {
  /** The whole new name. */
  readonly name: string;
  /** Of two mentions beside each other some may be the same; each is made once. */
  readonly edits: readonly Edit[];
}

export interface FormatOptions {
  readonly indent: string;
}

export interface SemanticToken {
  readonly span: Span;
  readonly type:
    | 'keyword'
    | 'variable'
    | 'property'
    | 'enumMember'
    | 'string'
    | 'comment'
    | 'operator'
    | 'number'
    | 'namespace'
    | 'function'
    | 'type'
    | 'modifier';
  readonly modifiers?: readonly ('allow' | 'deny' | 'dangerous' | 'declaration')[];
}

/** Neighboring tokens. The list is the same object as long as the tokens and their text are unchanged; places count from the group's start. */
export interface TokenGroup {
  readonly start: number;
  readonly tokens: readonly SemanticToken[];
}

export interface Hint {
  readonly at: number;
  readonly text: string;
  readonly tooltip?: string;
}

export interface Signature {
  readonly label: string;
  readonly documentation?: Markdown;
  readonly parameters: readonly { readonly label: string; readonly documentation?: Markdown }[];
  readonly active: number;
}

/** One end of a profile transition. */
export interface Call {
  readonly name: string;
  readonly uri?: string;
  readonly span: Span;
  /** Where the transition is written. */
  readonly from: readonly Span[];
}
