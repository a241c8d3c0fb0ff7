/**
 * The third layer, what upstream finds only when the whole policy is read and mostly reports without a line:
 * the place of statements, variables, globs, names that occur twice, execution that is decided twice.
 */

import type { Steps } from '../../../../core';
import { nameSpan } from '../../syntax/expandedWords';
import { isBroken } from '../../syntax/form';
import type { Problem, ProfileStatement, Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';
import type { Environment } from '../environment';
import { flatten, isRow, type Piece, type PlacedOther, ruleAt } from '../flatten';
import type { LoadedFile } from '../loadedFile';
import type { Item, StatementOrigin } from '../origin';
import { EnvironmentBuilder, expand } from '../variables';
import { BodyCheck, type EffectiveBody, type NamedProfile } from './body';
import { Reader, wordProblem } from './meaning';
import { emptyMemory, type Memory } from './memory';
import { type PolicyProblem, Reporter } from './reporter';
import { type BodyScope, emptyScope } from './scope';

export interface ApparmorPolicy {
  /** All profiles, hats and children of the file and of its includes, those in branches that are not taken too; in the order of the text. */
  readonly profiles: readonly NamedProfile[];
  /** Of the profiles that are loaded. */
  readonly bodies: readonly EffectiveBody[];
  /** Of any of the profiles; with undefined the rules of a fragment outside of profiles. */
  readonly bodyOf: ReadonlyMap<NamedProfile | undefined, EffectiveBody>;
  readonly environment: Environment;
  readonly problems: readonly PolicyProblem[];
}

/** Pauses after each row of rules. */
export function* checkPolicy(root: LoadedFile, fragment: boolean, memory: Memory = emptyMemory()): Steps<ApparmorPolicy> {
  const check = new PolicyCheck(root, fragment, memory);
  yield* check.run();
  const { environment, reporter, profiles, bodies, bodyOf } = check;
  return { environment, problems: reporter.problems, profiles, bodies, bodyOf };
}

const noBuiltIns: ReadonlyMap<string, string> = new Map();

/** In a block, or in a branch that is not taken. */
const isInside = ({ alive, around }: Piece): boolean => !alive || around !== undefined;

class PolicyCheck {
  readonly profiles: NamedProfile[] = [];
  readonly bodies: EffectiveBody[] = [];
  readonly bodyOf = new Map<NamedProfile | undefined, EffectiveBody>();
  readonly reporter: Reporter;
  environment: Environment = { sets: new Map(), booleans: new Map(), open: false };
  /** The profiles whose bodies are being checked, outermost first. */
  private readonly open = new Set<ProfileStatement>();
  private readonly scopes = new Map<string, BodyScope>();

  constructor(
    private readonly root: LoadedFile,
    private readonly fragment: boolean,
    private readonly memory: Memory,
  ) {
    this.reporter = new Reporter(root);
  }

  private get whole(): StatementOrigin {
    return { start: 0, file: this.root };
  }

  *run(): Steps<void> {
    const builder = new EnvironmentBuilder();
    const top = flatten(this.whole, this.root.tree);
    let open = this.fragment || this.root.outdated === true;
    let profileSeen: Item | undefined;
    let outside: Item[] = [];
    for (const piece of top) {
      if (isInside(piece)) continue;
      this.reporter.checkIncluded(piece);
      if (isRow(piece)) {
        if (!this.fragment) for (const index of piece.row.rules.keys()) outside.push(ruleAt(piece, index));
        continue;
      }
      const { statement } = piece;
      // Rules between a profile and a brace that closes nothing stood in the profile: it is the brace before them that is too many.
      if (profileSeen && statement.problems.some(({ kind }) => kind === 'stray-brace')) outside = [];
      switch (statement.kind) {
        case 'include':
        case 'abi':
          if (this.checkInclude(piece)) open = true;
          if (statement.kind === 'abi' && profileSeen) this.misplacedPreamble(piece, 'abi', profileSeen);
          break;
        case 'set-variable':
          if (profileSeen) this.misplacedPreamble(piece, 'variable', profileSeen);
          builder.addSet(piece, statement);
          break;
        case 'boolean-variable':
          if (profileSeen) this.misplacedPreamble(piece, 'variable', profileSeen);
          builder.addBoolean(piece, statement, open);
          break;
        case 'alias':
          if (profileSeen) this.misplacedPreamble(piece, 'alias', profileSeen);
          break;
        case 'profile':
          profileSeen ??= piece;
          for (const item of outside) this.outsideProfile(item);
          outside = [];
          break;
        case 'block':
        case 'if':
          if (!this.fragment) outside.push(piece);
          break;
        default:
      }
    }
    for (const item of outside) this.outsideProfile(item);
    this.environment = builder.done(open);
    for (const problem of builder.problems) {
      if (problem.kind === 'variable-append' && open) continue;
      const { before } = problem;
      // A clone of a collection may add what the system has by now, and its build would leave that out.
      if (before?.site && problem.item.site && before.file.base !== problem.item.file.base) continue;
      this.report(
        { kind: problem.kind, span: problem.word.span, name: problem.name, word: problem.word.raw },
        problem.item,
        before && [before, 'first defined here'],
      );
    }
    yield* this.checkProfiles(top);
    if (this.fragment) yield* this.checkBody(undefined, flatten(this.whole, this.root.tree, this.environment), new Map());
    this.memory.before = this.memory.scopes;
    this.memory.scopes = this.scopes;
  }

  private report(problem: Problem, item: Item, related?: readonly [Item, string]) {
    this.reporter.report(problem, item, related && [this.reporter.relatedTo(related[0], nameSpan(related[0].statement), related[1])]);
  }

  /** Whether the include leaves open what is defined. */
  private checkInclude(item: PlacedOther): boolean {
    const { statement, file } = item;
    if (statement.kind !== 'include' && statement.kind !== 'abi') return false;
    if (!statement.file) return statement.kind === 'include';
    if (isBroken(statement)) return statement.kind === 'include';
    const resolution = file.includes.get(statement);
    const state = resolution?.state;
    const special = resolution?.state === 'missing' && resolution.special === true;
    const { span, path } = statement.file;
    if (state === 'missing')
      this.report({ kind: statement.kind === 'abi' ? 'missing-abi-file' : 'missing-include', span, path, special }, item);
    else if (state === 'unknown' && !item.site)
      this.report({ kind: statement.kind === 'abi' ? 'unseen-abi-file' : 'unseen-include', span, path }, item);
    return statement.kind === 'include' && (state === 'missing' || state === 'unknown' || state === undefined);
  }

  private misplacedPreamble(item: Item, what: 'variable' | 'alias' | 'abi', profile: Item) {
    if (this.fragment) return;
    const problem: Problem = { kind: 'preamble-place', span: nameSpan(item.statement), what, after: true };
    this.report(problem, item, [profile, 'the first profile']);
  }

  private outsideProfile(item: Item) {
    const { statement } = item;
    if (isBroken(statement) || statement.problems.some((problem) => problem.kind === 'unclosed-block')) return;
    const what = statement.kind === 'if' || statement.kind === 'block' ? statement.kind : 'rule';
    this.report({ kind: 'outside-profile', span: nameSpan(statement), what }, item);
  }

  private *checkProfiles(top: readonly Piece[]): Steps<void> {
    const names = new Map<string, Item>();
    for (const item of top) {
      if (isRow(item) || item.statement.kind !== 'profile') continue;
      const isLoaded = !isInside(item);
      if (isLoaded) {
        this.checkHeader(item, item.statement);
        this.checkDuplicate(item, item.statement, names, true);
      }
      yield* this.checkProfile(item, item.statement, '', isLoaded);
    }
  }

  private checkDuplicate(item: Item, profile: ProfileStatement, names: Map<string, Item>, topLevel: boolean) {
    if (!profile.name) return;
    const expanded = expand(profile.name.raw, this.environment).glob ?? wordValue(profile.name.raw);
    const name = expanded.replace(/^:([^:]*):(?:\/\/)?/, ':$1:');
    const first = names.get(name);
    if (!first) {
      names.set(name, item);
      return;
    }
    const problem: Problem = { kind: 'duplicate-profile', span: profile.name.span, name: wordValue(profile.name.raw), topLevel };
    this.report(problem, item, [first, 'first defined here']);
  }

  /** The built-in variables do not exist yet in a header. */
  private checkHeader(item: Item, profile: ProfileStatement) {
    const { name, attachment } = profile;
    if (attachment) this.checkWord(attachment, item);
    // A name is compiled as a pattern only where it says what the profile attaches to.
    if (name) this.checkWord(name, item, attachment === undefined);
    for (const word of profile.flags?.words ?? []) {
      const value = /^attach_disconnected\.(?:path|ipc)=(@\{.*)$/.exec(wordValue(word.raw))?.[1];
      if (value === undefined) continue;
      const { glob, problem } = expand(value, this.environment);
      if (problem?.kind === 'undefined-variable') {
        if (!this.environment.open) this.report({ kind: problem.kind, span: word.span, name: problem.name }, item);
      } else if (glob !== undefined && !glob.startsWith('/')) {
        this.report({ kind: 'flag-value', span: word.span, name: 'attach_disconnected.path', value: glob }, item);
      }
    }
    for (const word of profile.identities) this.checkWord(word, item);
  }

  /** Nothing is said of a profile that is not loaded, since a branch is not taken or a block drops it. */
  private *checkProfile(item: Item, profile: ProfileStatement, parent: string, isLoaded: boolean): Steps<void> {
    // A file that includes itself below a child profile would never end.
    if (this.open.has(profile)) return;
    const name = profile.name ? wordValue(profile.name.raw) : '';
    const named: NamedProfile = { fullName: parent ? `${parent}//${name}` : name, profile, item };
    if (profile.name) this.profiles.push(named);
    if (!profile.body) return;
    const builtIn = new Map([['profile_name', named.fullName]]);
    const attachment = profile.attachment ?? (name.startsWith('/') ? profile.name : undefined);
    if (attachment) {
      const path = expand(attachment.raw, this.environment).glob ?? wordValue(attachment.raw);
      builtIn.set('attach_path', path);
      builtIn.set('exec_path', path);
    }
    const { muted } = this.reporter;
    this.reporter.muted = muted || !isLoaded;
    this.open.add(profile);
    yield* this.checkBody(named, flatten(item, profile.body, this.environment), builtIn);
    this.open.delete(profile);
    this.reporter.muted = muted;
  }

  private *checkBody(profile: NamedProfile | undefined, pieces: readonly Piece[], builtIn: ReadonlyMap<string, string>): Steps<void> {
    const fullName = profile?.fullName ?? '';
    const names = new Map<string, Item>();
    const scope = this.scopeOf(fullName, builtIn);
    const reader = new Reader(this.environment, builtIn);
    const check = new BodyCheck(scope, reader, this.reporter, (item) => this.checkInBody(item, fullName, names));
    const body = yield* check.run(profile, pieces);
    this.bodyOf.set(profile, body);
    if (!this.reporter.muted) this.bodies.push(body);
  }

  private scopeOf(fullName: string, builtIn: ReadonlyMap<string, string>): BodyScope {
    const key = [fullName, ...builtIn.values()].join('\n');
    let scope = this.scopes.get(key);
    if (!scope) {
      scope = this.memory.scopes.get(key) ?? this.memory.before.get(key) ?? emptyScope();
      this.scopes.set(key, scope);
    }
    return scope;
  }

  /** What is in a body and is no rule. */
  private *checkInBody(item: PlacedOther, fullName: string, names: Map<string, Item>): Steps<void> {
    const { statement } = item;
    const isFragment = this.fragment && fullName === '';
    switch (statement.kind) {
      case 'include':
      case 'abi':
        this.checkInclude(item);
        break;
      case 'set-variable':
      case 'boolean-variable':
      case 'alias':
        if (!isFragment)
          this.report(
            { kind: 'preamble-place', span: nameSpan(statement), what: statement.kind === 'alias' ? 'alias' : 'variable', after: false },
            item,
          );
        break;
      case 'profile':
        if (isFragment) break;
        if (!statement.keyword && statement.name)
          this.report({ kind: 'child-keyword', span: statement.name.span, name: statement.name.raw }, item);
        if (statement.hat && statement.xattrs) this.report({ kind: 'hat-xattrs', span: statement.xattrs.name.span }, item);
        // Of a block only the rules for files are taken over, not the profiles in it.
        if (!isInside(item)) {
          this.checkHeader(item, statement);
          this.checkDuplicate(item, statement, names, false);
        }
        yield* this.checkProfile(item, statement, fullName, !isInside(item));
        break;
      default:
    }
  }

  private checkWord(word: Word, item: Item, isPattern = true) {
    const problem = wordProblem(word, this.environment, noBuiltIns);
    if (problem && (isPattern || problem.kind !== 'bad-glob')) this.report(problem, item);
  }
}
