/**
 * The third layer, what upstream finds only when the whole policy is read and mostly reports without a line:
 * the place of statements, variables, globs, names that occur twice, execution that is decided twice.
 */

import type { Related, Span } from '../../../core';
import { shift } from '../../../core';
import { partialSpans } from '../directives';
import { flatten, type Item } from '../flatten';
import type { LoadedFile } from '../includes';
import { permissionsOf } from '../permissions';
import type { Body, FileRule, Problem, Profile, Rule, Statement, Word } from '../tree';
import { type Environment, EnvironmentBuilder, evaluate, expand } from '../variables';
import { wordValue } from '../words';
import { conflict, type Execution } from './execution';
import { type Meaning, meaningOf, type Scope, wordProblem } from './meaning';
import { emptyMemory, type Memory, remembers } from './memory';
import { inOrder, type Partners, partnersOf } from './partners';
import { nameSpan } from './places';
import { problemsOf } from './statement';

/** A problem at an absolute place of the open file. */
export interface PolicyProblem extends Problem {
  readonly related?: readonly Related[];
}

/** What a profile ends up with: its own rules, those of its includes, of blocks and of the branches that are taken. */
export interface LiveBody {
  /** Absent: the rules of a fragment. */
  readonly profile: Profile | undefined;
  /** Of the profile, in its own file. */
  readonly start: number;
  readonly site?: Span;
  /** All of them rules. */
  readonly items: readonly Item[];
  /** Those in a block that denies. */
  readonly denied: ReadonlySet<Item>;
  /** One for each rule. */
  readonly meanings: readonly Meaning[];
  readonly scope: Scope;
}

export interface Policy {
  readonly bodies: readonly LiveBody[];
  readonly environment: Environment;
  readonly problems: readonly PolicyProblem[];
}

export function checkPolicy(root: LoadedFile, fragment: boolean, memory: Memory = emptyMemory()): Policy {
  const check = new PolicyCheck(root, fragment, memory);
  check.run();
  return { environment: check.environment, problems: check.problems, bodies: check.bodies };
}

class PolicyCheck {
  readonly problems: PolicyProblem[] = [];
  readonly bodies: LiveBody[] = [];
  environment: Environment = { sets: new Map(), booleans: new Map(), open: false };
  private readonly broken = new Set<string>();
  /** Places that only some builds of the file have. */
  private readonly partial: readonly Span[];
  /** The profiles whose bodies are being checked, outermost first. */
  private readonly open = new Set<Profile>();
  private readonly scopes = new Map<string, Scope>();
  /** Scopes of the version before that still hold. */
  private known: ReadonlyMap<string, Scope> = new Map();

  constructor(
    private readonly root: LoadedFile,
    private readonly fragment: boolean,
    private readonly memory: Memory,
  ) {
    this.partial = partialSpans(root.tree.text);
  }

  run() {
    const builder = new EnvironmentBuilder();
    const top = flatten(this.root, this.root.tree.statements, 0);
    let open = this.fragment;
    let profileSeen: Item | undefined;
    for (const item of top) {
      const { statement } = item;
      this.checkIncluded(item);
      switch (statement.kind) {
        case 'include':
        case 'abi':
          if (this.checkInclude(item)) open = true;
          if (statement.kind === 'abi' && profileSeen) this.misplacedPreamble(item, profileSeen);
          break;
        case 'set-variable':
          if (profileSeen) this.misplacedPreamble(item, profileSeen);
          builder.addSet(item, statement);
          break;
        case 'boolean-variable':
          if (profileSeen) this.misplacedPreamble(item, profileSeen);
          builder.addBoolean(item, statement, open);
          break;
        case 'alias':
          if (profileSeen) this.misplacedPreamble(item, profileSeen);
          break;
        case 'profile':
          profileSeen ??= item;
          break;
        case 'rule':
        case 'block':
        case 'if':
          if (!this.fragment) this.outsideProfile(item);
          break;
        default:
      }
    }
    this.environment = builder.done(open);
    if (remembers(this.memory, builder.statements, open)) this.known = this.memory.scopes;
    for (const problem of builder.problems) {
      if (problem.kind === 'variable-append' && open) continue;
      const related = problem.before && relatedTo(problem.before, nameSpan(problem.before.statement), 'first defined here', this.root);
      this.report(
        { kind: problem.kind, span: problem.word.span, data: { name: problem.name, word: problem.word.raw } },
        problem.item,
        related,
      );
    }
    this.checkScopes(top);
    if (this.fragment) this.checkBody(top, new Map(), '', undefined, 0);
    Object.assign(this.memory, { definitions: builder.statements, open, scopes: this.scopes });
  }

  private report(problem: Problem, item: Item, related?: Related) {
    if (item.site) return this.reportBroken(item, problem);
    if (dependsOnBuild.has(problem.kind) && this.isPartial(item.start + problem.span.start)) return;
    this.problems.push({ ...problem, span: shift(problem.span, item.start), ...(related && { related: [related] }) });
  }

  private isPartial(offset: number): boolean {
    return this.partial.some(({ start, end }) => start <= offset && offset < end);
  }

  /** One finding for each include that brings something which upstream refuses. */
  private reportBroken(item: Item, problem: Problem) {
    const site = item.site as Span;
    const key = `${site.start}`;
    if (this.broken.has(key)) return;
    this.broken.add(key);
    const related: Related = { uri: item.file.uri, span: shift(problem.span, item.start), message: 'here' };
    this.problems.push({ kind: 'broken-include', span: site, data: { inner: problem, path: item.file.uri }, related: [related] });
  }

  /** What is wrong in an included file by itself is said at the include. */
  private checkIncluded(item: Item) {
    if (!item.site) return;
    const problem = firstProblem(item.statement);
    if (problem) this.reportBroken(item, problem);
  }

  /** Whether the include leaves open what is defined. */
  private checkInclude(item: Item): boolean {
    const { statement, file } = item;
    if (statement.kind !== 'include' && statement.kind !== 'abi') return false;
    if (!statement.file) return statement.kind === 'include';
    const state = file.includes.get(statement)?.state;
    const problem: Problem = {
      kind: statement.kind === 'abi' ? 'missing-abi-file' : 'missing-include',
      span: statement.file.span,
      data: { path: statement.file.path, form: statement.file.form },
    };
    if (state === 'missing') this.report(problem, item);
    else if (state === 'unknown' && !item.site)
      this.report({ ...problem, kind: statement.kind === 'abi' ? 'unseen-abi-file' : 'unseen-include' }, item);
    return statement.kind === 'include' && (state === 'missing' || state === 'unknown' || state === undefined);
  }

  private misplacedPreamble(item: Item, profile: Item) {
    if (this.fragment) return;
    const related = relatedTo(profile, nameSpan(profile.statement), 'the first profile', this.root);
    this.report(
      { kind: 'preamble-place', span: nameSpan(item.statement), data: { what: item.statement.kind, after: true } },
      item,
      related,
    );
  }

  private outsideProfile(item: Item) {
    const { statement } = item;
    if (statement.problems.some((problem) => problem.kind === 'unclosed-block')) return;
    this.report({ kind: 'outside-profile', span: nameSpan(statement), data: { what: statement.kind } }, item);
  }

  private checkScopes(top: readonly Item[]) {
    const names = new Map<string, Item>();
    for (const item of top) {
      if (item.statement.kind !== 'profile') continue;
      this.checkHeader(item, item.statement);
      this.checkDuplicate(item, item.statement, names, true);
      this.checkProfile(item, item.statement, '');
    }
  }

  private checkDuplicate(item: Item, profile: Profile, names: Map<string, Item>, topLevel: boolean) {
    if (!profile.name) return;
    const expanded = expand(profile.name.raw, this.environment).glob ?? wordValue(profile.name.raw);
    const name = expanded.replace(/^:([^:]*):(?:\/\/)?/, ':$1:');
    const first = names.get(name);
    if (!first) {
      names.set(name, item);
      return;
    }
    const related = relatedTo(first, nameSpan(first.statement), 'first defined here', this.root);
    this.report(
      { kind: 'duplicate-profile', span: profile.name.span, data: { name: wordValue(profile.name.raw), topLevel } },
      item,
      related,
    );
  }

  /** The built-in variables do not exist yet in a header. */
  private checkHeader(item: Item, profile: Profile) {
    for (const word of [profile.name, profile.attachment]) {
      if (word) this.checkWord(word, item);
    }
    for (const word of profile.flags?.words ?? []) {
      const value = /^attach_disconnected\.(?:path|ipc)=(@\{.*)$/.exec(wordValue(word.raw))?.[1];
      if (value === undefined) continue;
      const { glob, problem } = expand(value, this.environment);
      if (problem?.kind === 'undefined-variable') {
        if (!this.environment.open) this.report({ kind: problem.kind, span: word.span, data: { name: problem.name } }, item);
      } else if (glob !== undefined && !glob.startsWith('/')) {
        this.report({ kind: 'flag-value', span: word.span, data: { name: 'attach_disconnected.path', value: glob } }, item);
      }
    }
    for (const word of profile.identities) this.checkWord(word, item);
  }

  private checkProfile(item: Item, profile: Profile, parent: string) {
    // A file that includes itself below a child profile would never end.
    if (!profile.body || this.open.has(profile)) return;
    this.open.add(profile);
    const name = profile.name ? wordValue(profile.name.raw) : '';
    const fullName = parent ? `${parent}//${name}` : name;
    const builtIn = new Map([['profile_name', fullName]]);
    const attachment = profile.attachment ?? (name.startsWith('/') ? profile.name : undefined);
    if (attachment) {
      const path = expand(attachment.raw, this.environment).glob ?? wordValue(attachment.raw);
      builtIn.set('attach_path', path);
      builtIn.set('exec_path', path);
    }
    this.checkBody(flatten(item.file, profile.body.statements, item.start, item.site), builtIn, fullName, profile, item.start, item.site);
    this.open.delete(profile);
  }

  private checkBody(
    items: readonly Item[],
    builtIn: ReadonlyMap<string, string>,
    fullName: string,
    profile: Profile | undefined,
    start: number,
    site?: Span,
  ) {
    const names = new Map<string, Item>();
    const live: Item[] = [];
    const denied = new Set<Item>();
    this.gather(items, fullName, names, { live, denied }, true);
    const scope = this.scopeOf(fullName, builtIn);
    const executions: Execution[] = [];
    const places: Item[] = [];
    const included = new Set<Execution>();
    const targets = new Set<string>();
    const meanings: Meaning[] = [];
    for (const item of live) {
      const rule = item.statement as Rule;
      const meaning = meaningOf(rule, scope, this.environment);
      const { problems, execution, target } = meaning;
      meanings.push(meaning);
      for (const problem of problems) this.report(problem, item);
      if (execution && !included.has(execution)) {
        executions.push(execution);
        places.push(item);
        // Only what is included can stand in a body twice.
        if (item.site) included.add(execution);
      }
      if (target !== undefined) this.checkTarget(rule as FileRule, target, targets, item);
    }
    scope.conflicts = partnersOf(executions, conflict, scope.conflicts);
    this.reportConflicts(places, scope.conflicts);
    this.bodies.push({ profile, start, ...(site && { site }), items: live, denied, meanings, scope });
  }

  private scopeOf(fullName: string, builtIn: ReadonlyMap<string, string>): Scope {
    const key = [fullName, ...builtIn.values()].join('\n');
    const scope = this.scopes.get(key) ?? this.known.get(key) ?? { builtIn, meanings: new WeakMap() };
    this.scopes.set(key, scope);
    return scope;
  }

  /** Follows blocks and conditionals; dead branches are checked for place only. */
  private gather(
    items: readonly Item[],
    fullName: string,
    names: Map<string, Item>,
    found: { readonly live: Item[]; readonly denied: Set<Item> },
    alive: boolean,
    mode?: 'allow' | 'deny' | 'prompt',
  ) {
    for (const item of items) {
      const { statement } = item;
      if (item.site) this.checkIncluded(item);
      if (statement.kind === 'rule') {
        if (alive) found.live.push(item);
        if (mode === 'deny' && !statement.qualifiers.mode) found.denied.add(item);
        if (mode) this.checkBlockMode(item, statement, mode);
        continue;
      }
      const inBody = (body: Body) => flatten(item.file, body.statements, item.start, item.site);
      switch (statement.kind) {
        case 'include':
        case 'abi':
          this.checkInclude(item);
          break;
        case 'set-variable':
        case 'boolean-variable':
        case 'alias':
          if (!(this.fragment && fullName === ''))
            this.report({ kind: 'preamble-place', span: nameSpan(statement), data: { what: statement.kind, after: false } }, item);
          break;
        case 'profile':
          if (this.fragment && fullName === '') break;
          if (!statement.keyword && statement.name)
            this.report({ kind: 'child-keyword', span: statement.name.span, data: { name: statement.name.raw } }, item);
          if (statement.hat && statement.xattrs) this.report({ kind: 'hat-xattrs', span: statement.xattrs.name.span }, item);
          if (alive) {
            this.checkHeader(item, statement);
            this.checkDuplicate(item, statement, names, false);
            this.checkProfile(item, statement, fullName);
          }
          break;
        case 'block':
          this.gather(inBody(statement.body), fullName, names, found, alive, statement.qualifiers.mode?.value ?? mode);
          break;
        case 'if': {
          let decided = false;
          let known = true;
          for (const branch of statement.branches) {
            const test = branch.test ? evaluate(branch.test, this.environment) : { value: true, problems: [] };
            for (const problem of test.problems)
              this.report({ kind: problem.kind, span: problem.word.span, data: { name: problem.word.raw } }, item);
            const taken = alive && known && !decided && test.value === true;
            if (branch.body) this.gather(inBody(branch.body), fullName, names, found, taken, mode);
            if (test.value === undefined) known = false;
            if (test.value) decided = true;
          }
          break;
        }
        default:
      }
    }
  }

  /** `deny { /a px, }`: the block's mode makes a sound rule unsound. */
  private checkBlockMode(item: Item, rule: Rule, mode: 'allow' | 'deny' | 'prompt') {
    if (rule.verb !== 'file' || mode !== 'deny' || rule.qualifiers.mode) return;
    if (!rule.permissions) {
      if (rule.keyword && rule.problems.length === 0)
        this.report({ kind: 'deny-exec-mode', span: rule.keyword.span, data: { bare: true } }, item);
      return;
    }
    const { exec } = permissionsOf(rule.permissions.raw);
    if (!exec) return;
    const start = rule.permissions.span.start;
    this.report(
      {
        kind: 'deny-exec-mode',
        span: { start: start + exec.start, end: start + exec.end },
        data: { mode: rule.permissions.raw.slice(exec.start, exec.end) },
      },
      item,
    );
  }

  private checkWord(word: Word, item: Item) {
    const problem = wordProblem(word, this.environment, new Map());
    if (problem) this.report(problem, item);
  }

  /** Execution of one path must be decided one way (upstream: conflicting x modifiers). */
  private reportConflicts(places: readonly Item[], { list, first }: Partners<Execution>) {
    for (const [later, earlier] of inOrder(list, first)) {
      this.reportConflict([list[earlier] as Execution, places[earlier] as Item], [list[later] as Execution, places[later] as Item]);
    }
  }

  private reportConflict(earlier: readonly [Execution, Item], later: readonly [Execution, Item]) {
    if ([earlier, later].some(([{ word }, item]) => !item.site && this.isPartial(item.start + word.span.start))) return;
    const [[shown, item], [other, otherItem]] = later[1].site && !earlier[1].site ? [earlier, later] : [later, earlier];
    const related = relatedTo(otherItem, other.word.span, `the other rule: ${other.decision}`, this.root);
    const problem: Problem = {
      kind: 'exec-conflict',
      span: shown.word.span,
      data: { mode: shown.decision, against: other.decision, path: shown.path, otherPath: other.path },
    };
    this.report(problem, item, related);
  }

  /** The kernel's table of named transitions has twelve places for each profile. */
  private checkTarget(rule: FileRule, target: string, targets: Set<string>, item: Item) {
    const isNew = !targets.has(target);
    targets.add(target);
    if (isNew && targets.size === maximumTargets + 1 && rule.target)
      this.report({ kind: 'too-many-targets', span: rule.target.span, data: { name: rule.target.raw } }, item);
  }
}

const maximumTargets = 12;

/** What two variants of one place would be reported for, though no build has both. */
const dependsOnBuild = new Set(['duplicate-profile', 'variable-redefined', 'missing-include', 'undefined-variable']);

function relatedTo(item: Item, span: Span, message: string, root: LoadedFile): Related {
  return { ...(item.file !== root && { uri: item.file.uri }), span: shift(span, item.start), message };
}

/** The first problem of a statement of an included file, whatever stands in its bodies. */
function firstProblem(statement: Statement): Problem | undefined {
  return problemsOf(statement)[0];
}
