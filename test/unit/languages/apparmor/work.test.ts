/** An edit costs what it changes: counted in objects made and comparisons, never in time. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultContext, type Files, memoryFiles, type Pause, type Previous, workLimits } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { readRules } from '../../../../server/src/languages/apparmor/policy/checks/meaning';
import { type Relation, RelationIndex } from '../../../../server/src/languages/apparmor/policy/checks/relationIndex';
import type { ApparmorPart } from '../../../../server/src/languages/apparmor/policy/model';
import { gatherer } from '../../../../server/src/languages/apparmor/syntax/gather';
import { parse } from '../../../../server/src/languages/apparmor/syntax/parser';
import { type FileTree, type Run, walk } from '../../../../server/src/languages/apparmor/syntax/tree';

const rules = Array.from({ length: 20_000 }, (_, i) => `  /srv/web/data${i}/** rw,`);
const text = `@{X} = /x\n\nprofile web {\n${rules.join('\n')}\n}\n`;

const runsOf = (tree: FileTree): readonly Run[] =>
  tree.statements.flatMap(({ statement }) => statement.bodies).flatMap((body) => body.runs.map(({ run }) => run));

describe('a rule more in a profile of twenty thousand', () => {
  const before = parse(text);
  for (const [where, mark] of [
    ['at the start', 'data0/'],
    ['in the middle', 'data9999/'],
    ['at the end', 'data19999/'],
  ] as const) {
    it(`leaves all but a few runs as they are ${where}`, () => {
      const at = text.lastIndexOf('\n', text.indexOf(mark)) + 1;
      const line = '  owner /srv/more/** r,\n';
      const after = parse(text.slice(0, at) + line + text.slice(at), {
        tree: before,
        change: { start: at, oldEnd: at, newEnd: at + line.length },
      });
      const known = new Set(runsOf(before));
      const runs = runsOf(after);
      expect(runs.length).toBeGreaterThan(100);
      expect(runs.filter((run) => !known.has(run)).length).toBeLessThanOrEqual(3);
      expect(after.statements.map(({ statement }) => statement.length)).toEqual(
        parse(after.text).statements.map((s) => s.statement.length),
      );
    });
  }

  it.each(['{', '}', 'hat X {\n'])('keeps the rules behind a brace without partner: %j', (brace) => {
    const at = text.lastIndexOf('\n', text.indexOf('data9999/')) + 1;
    const edited = text.slice(0, at) + brace + text.slice(at);
    const after = parse(edited, { tree: before, change: { start: at, oldEnd: at, newEnd: at + brace.length } });
    const known = new Set([...walk(before.statements)].map(({ statement }) => statement));
    expect([...walk(after.statements)].filter(({ statement }) => !known.has(statement)).length).toBeLessThan(50);
    const again = parse(text, { tree: after, change: { start: at, oldEnd: at + brace.length, newEnd: at } });
    const both = new Set([...known, ...[...walk(after.statements)].map(({ statement }) => statement)]);
    expect([...walk(again.statements)].filter(({ statement }) => !both.has(statement)).length).toBeLessThan(50);
  });

  it('does not crumble the list, however many are added at one place', () => {
    let tree = before;
    const at = text.indexOf('  /srv/web/data500/');
    for (let i = 0; i < 600; i++) {
      const line = `  /srv/n${i} r,\n`;
      tree = parse(tree.text.slice(0, at) + line + tree.text.slice(at), {
        tree,
        change: { start: at, oldEnd: at, newEnd: at + line.length },
      });
    }
    expect(runsOf(tree).length).toBeLessThan(runsOf(before).length + 20);
  });
});

describe('a request after an edit in a profile of twenty thousand rules', () => {
  const at = text.indexOf('data9999/');
  const edited = `${text.slice(0, at)}x${text.slice(at)}`;
  const change = { start: at, oldEnd: at, newEnd: at + 1 };

  it('goes through the statements around the edit alone', () => {
    let looked = 0;
    const gather = gatherer<string, undefined>(({ kind }) => {
      looked++;
      return [kind];
    });
    const before = parse(text);
    expect(gather(before, text, undefined).length).toBe(looked);
    expect(looked).toBeGreaterThan(20_000);
    looked = 0;
    const found = gather(parse(edited, { tree: before, change }), edited, undefined);
    expect(looked).toBeLessThan(1000);
    expect(found).toEqual(gather(parse(edited), edited, undefined));
  });

  it('keeps the tokens elsewhere', async () => {
    const { parts } = await load(text);
    const known = new Set(apparmor.tokens!(parts[0]!.part).map(({ tokens }) => tokens));
    const after = await load(edited, { loaded: { parts, reads: [] }, text, change });
    const groups = apparmor.tokens!(after.parts[0]!.part);
    expect(groups.length).toBeGreaterThan(100);
    expect(groups.filter(({ tokens }) => !known.has(tokens)).length).toBeLessThan(6);
  });

  it('reads no other file again', async () => {
    let read = 0;
    const files: Files = {
      ...memoryFiles({ 'file:///policy/site': '/a r,\n' }),
      async read() {
        read++;
        return '/a r,\n';
      },
    };
    const including = `include <site>\n${text}`;
    const loaded = await load(including, undefined, files);
    expect(read).toBe(1);
    const previous = { loaded, text: including, change: { start: 40, oldEnd: 40, newEnd: 41 } };
    const typed = `${including.slice(0, 40)} ${including.slice(40)}`;
    const kept = await load(typed, { ...previous, othersUnchanged: true }, files);
    expect(read).toBe(1);
    expect(kept.reads).toEqual(loaded.reads);
    await load(typed, previous, files);
    expect(read).toBe(2);
  });
});

const load = (text: string, previous?: Previous<ApparmorPart>, files: Files = memoryFiles(), pause?: Pause) =>
  apparmor.load(
    { uri: 'file:///policy/web', languageId: 'apparmor', version: 1, text },
    { files, includeFolders: ['file:///policy'], context: defaultContext, ...(previous && { previous }), ...(pause && { pause }) },
  );

interface Path {
  readonly heads: readonly string[];
}

/** Below: the head of one starts with that of the other. */
function below(counted: { count: number }): Relation<Path> {
  return {
    side: () => 0,
    meet: () => true,
    applies(one, other) {
      counted.count++;
      return one.heads.some((head) => other.heads.some((start) => head.startsWith(start)));
    },
  };
}

describe('an abstraction that many profiles include', () => {
  const profiles = (of: (n: number) => string) => Array.from({ length: 30 }, (_, n) => of(n)).join('');
  const shared = Array.from({ length: 50 }, (_, n) => `/usr/share/${n}/** r,\n@{dir}/${n} r,\n`).join('');
  const checkPart = (part: ApparmorPart) => {
    const before = readRules.count;
    const found = apparmor.rules.flatMap(({ code, check }) => [...check(part, defaultContext)].map(({ span }) => `${code} ${span.start}`));
    return { found, read: readRules.count - before };
  };
  const withSite = (abstraction: string) => memoryFiles({ 'file:///policy/abstractions/site': abstraction });
  const checked = async (text: string, abstraction: string) =>
    checkPart((await load(text, undefined, withSite(abstraction))).parts[0]!.part);

  it('is read once for all of them', async () => {
    const text = profiles((n) => `profile web${n} {\n  include <abstractions/site>\n  /srv/${n} r,\n}\n`);
    expect((await checked(`@{dir} = /opt\n${text}`, shared)).read).toBe(130);
    // Another file that gives the variable the same value.
    expect((await checked(`@{dir} = /opt\n\n${text}`, shared)).read).toBe(30);
    // Rules without the variable mean the same.
    expect((await checked(`@{dir} = /var\n${text}`, shared)).read).toBe(80);
  });

  it('is read anew where a rule names the profile', async () => {
    const text = profiles((n) => `profile web${n} {\n  include <abstractions/site>\n}\n`);
    const own = '/run/@{profile_name} rw,\n/run/x/** r,\n';
    expect((await checked(text, own)).read).toBe(31);
  });

  it('is not read again after an edit, though it says something else in each profile', async () => {
    const files = withSite(Array.from({ length: 20 }, (_, n) => `/run/@{profile_name}/${n} rw,\n`).join(''));
    const text = profiles((n) => `profile web${n} {\n  include <abstractions/site>\n  /run/web${n}/7 r,\n}\n`);
    const loaded = await load(text, undefined, files);
    expect(checkPart(loaded.parts[0]!.part).read).toBe(630);
    const at = text.indexOf('/7 r', text.indexOf('profile web29'));
    const edited = `${text.slice(0, at)}x${text.slice(at)}`;
    const change = { start: at, oldEnd: at, newEnd: at + 1 };
    const after = await load(edited, { loaded, text, change, othersUnchanged: true }, files);
    const { found, read } = checkPart(after.parts[0]!.part);
    expect(read).toBeLessThan(20);
    expect(found).toEqual((await load(edited, undefined, files).then(({ parts }) => checkPart(parts[0]!.part))).found);
  });

  it('means in each profile what its names say', async () => {
    const text = (name: string) => `profile ${name} {\n  include <abstractions/site>\n  /run/web rw,\n}\n`;
    const own = '/run/@{profile_name} rw,\n';
    const covered = async (name: string) =>
      (await checked(text(name), own)).found.filter((one) => one.startsWith('apparmor/covered-rule')).length;
    expect([await covered('web'), await covered('other'), await covered('web')]).toEqual([1, 0, 1]);
  });
});

describe('the first check of twenty thousand rules', () => {
  const large = (count: number) => `profile web {\n${rules.slice(0, count).join('\n')}\n  profile child {\n    /srv/child r,\n  }\n}\n`;

  it('pauses after some hundred rules', async () => {
    const { part } = (await load(large(20_000))).parts[0]!;
    const steps: number[] = [];
    let before = readRules.count;
    for (const _ of apparmor.judging!(part, defaultContext)) {
      steps.push(readRules.count - before);
      before = readRules.count;
    }
    expect(steps.reduce((all, one) => all + one)).toBe(20_001);
    expect(Math.max(...steps)).toBeLessThanOrEqual(256);
    // What was judged in steps is not judged again.
    for (const { check } of apparmor.rules) for (const _ of check(part, defaultContext));
    expect([...apparmor.judging!(part, defaultContext)]).toEqual([]);
    expect(readRules.count).toBe(before);
  });

  it('pauses between the runs of statements while it opens', async () => {
    let pauses = 0;
    const pause = () => {
      pauses++;
      return undefined;
    };
    await load(large(2000), undefined, memoryFiles(), pause);
    expect(pauses).toBeGreaterThan(15);
    expect(pauses).toBeLessThan(40);
  });

  it('gives the same when a question comes during a pause, or when it is left', async () => {
    const { part } = (await load(large(2000))).parts[0]!;
    const found = (one: ApparmorPart) =>
      apparmor.rules.flatMap(({ check }) => [...check(one, defaultContext)].map(({ message }) => message));
    const steps = apparmor.judging!(part, defaultContext);
    steps.next();
    steps.next();
    const asked = found(part);
    expect([...steps].length).toBeGreaterThan(5);
    expect(found(part)).toEqual(asked);
    expect(found((await load(large(2000))).parts[0]!.part)).toEqual(asked);
  });
});

describe('pairs among rules', () => {
  it('are looked for of the rows that are wanted, among all', () => {
    const counted = { count: 0 };
    const relation = below(counted);
    const element = (head: string) => ({ heads: [head] });
    const rows = [[element('/a/b'), element('/c')], [element('/a'), element('/a/x')], [element('/a/b/c')]];
    const wanted = (row: number) => row === 2;
    const partners = new RelationIndex<Path>([relation]);
    partners.update(rows, wanted);
    expect(partners.pairs(relation)).toEqual([
      [
        { row: 2, index: 0 },
        { row: 0, index: 0 },
      ],
    ]);
    expect(counted.count).toBeLessThan(3);
    partners.update([rows[1]!, rows[2]!, rows[2]!], (row) => row === 1);
    expect(partners.pairs(relation)).toEqual([
      [
        { row: 1, index: 0 },
        { row: 0, index: 0 },
      ],
    ]);
  });

  it('are looked for among what can be related only', () => {
    const counted = { count: 0 };
    const relation = below(counted);
    const partners = new RelationIndex<Path>([relation]);
    const row = (n: number) => Array.from({ length: 100 }, (_, i) => ({ heads: [`/srv/${n * 100 + i}/`] }));
    const rows = Array.from({ length: 200 }, (_, n) => row(n));
    partners.update(rows);
    counted.count = 0;
    const wide = { heads: ['/srv/77'] };
    const changed = rows.map((one, n) => (n === 50 ? [...one.slice(0, 10), wide, ...one.slice(10)] : one));
    partners.update(changed);
    expect(counted.count).toBeGreaterThan(100);
    expect(counted.count).toBeLessThan(300);
    expect(partners.pairs(relation).length).toBe(111);
    counted.count = 0;
    partners.update(rows);
    expect(counted.count).toBe(0);
    expect(partners.pairs(relation)).toEqual([]);
  });

  it('are looked for until a budget is used up, and after an edit for as long again', () => {
    const counted = { count: 0 };
    const relation = below(counted);
    // All begin alike, so that each may be related to each.
    const elements = Array.from({ length: 1000 }, () => ({ heads: ['/srv/'] }));
    const partners = new RelationIndex<Path>([relation]);
    partners.update([elements]);
    expect(partners.isCut).toBe(true);
    expect(counted.count).toBeLessThan(workLimits.comparedPatterns / 10);
    const edited = [elements.slice(1)];
    partners.update(edited);
    const fresh = new RelationIndex<Path>([relation]);
    fresh.update(edited);
    expect(partners.pairs(relation)).toEqual(fresh.pairs(relation));
    partners.update([elements.slice(0, 10)]);
    expect(partners.isCut).toBe(false);
  });

  it('are after any changes those that all the rules give', () => {
    const head = fc.stringMatching(/^[ab]{0,4}$/);
    const element = fc.record({ heads: fc.array(head, { minLength: 1, maxLength: 3 }) });
    const rows = fc.array(fc.array(element, { maxLength: 4 }), { maxLength: 6 });
    const step = fc.record({ at: fc.nat(20), remove: fc.nat(3), rows, moves: fc.boolean() });
    fc.assert(
      fc.property(rows, fc.array(step, { maxLength: 8 }), (start, steps) => {
        const relation = below({ count: 0 });
        const partners = new RelationIndex<Path>([relation]);
        let now = start;
        partners.update(now);
        for (const { at, remove, rows: more, moves } of steps) {
          const place = at % (now.length + 1);
          const taken = now.slice(place, place + remove);
          now = [...now.slice(0, place), ...more, ...now.slice(place + remove), ...(moves ? taken : [])];
          partners.update(now);
          const fresh = new RelationIndex<Path>([relation]);
          fresh.update(now);
          expect(partners.pairs(relation)).toEqual(fresh.pairs(relation));
        }
      }),
      { numRuns: 300 },
    );
  });
});
