import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultContext, editsOf, type Loaded, memoryFiles, type Previous, shift, type TextChange } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import type { ApparmorPart } from '../../server/src/languages/apparmor/policy/model';
import { parse } from '../../server/src/languages/apparmor/syntax/parser';
import { Body, type FileTree } from '../../server/src/languages/apparmor/syntax/tree';
import { fixesOf } from '../helpers/fixes';

const header = `abi <abi/4.0>,
include <tunables/site>
@{data} = /srv/data "/srv/more data" # two places
\${DEBUG} = not false
`;

const profile = (name: string) => `
profile ${name} /usr/bin/${name} flags=(complain) {
  include <abstractions/own>
  include if exists <local/${name}>

  # what it reads
  @{data}/** rwk,
  "/etc/${name} here/*" r,
  /usr/bin/{a,b}* ix,
  /usr/bin/helper Px -> helper,
  /usr/lib/*/x ix,
  deny /etc/shadow r,
  network (send, receive) inet stream,
  mount options=(rw, rbind) /a/ -> /b/,
  dbus send bus=session path=/a
    peer=(name=org.example, label="{a,b}"),
  signal (send receive) set=(hup, term) peer=web,
  if defined @{data} and \${DEBUG} {
    /usr/share/** r,
  } else {
    deny { /etc/gshadow r, }
  }
  ^guest { capability setuid setgid, }
  profile inner { /dev/log w, @{data}/x r, }
  capability sys_admin, # for the mounts
}
`;

const sample = header + ['one', 'two', 'three'].map(profile).join('');

const piece = fc.oneof(
  fc.constantFrom('{', '}', '(', ')', ',', '"', '#', '\\', '\n', '\r\n', '\r', ' ', '->', '=', '@{', '$', '!', '\0', '😀', '\\"', '<"'),
  fc.constantFrom('profile x {\n', 'deny ', 'include <abstractions/own>\n', '#include <local/one>\n', 'if true {', 'else ', 'owner '),
  fc.constantFrom('/usr/bin/x ix,\n', '/usr/bin/** Px,\n', '/a r,', '@{data} = /x\n', '@{more} = /x\n', 'file,\n', 'all,', 'audit {'),
  fc.string({ maxLength: 5 }),
);
const edits = fc.array(fc.record({ at: fc.nat(sample.length), remove: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(200)), insert: piece }), {
  minLength: 1,
  maxLength: 10,
});

const files = memoryFiles({
  'file:///policy/tunables/site': '@{site} = /srv/www\n',
  'file:///policy/abstractions/own': '/etc/own/* r,\n/usr/bin/own ix,\n@{site}/** r,\n',
  'file:///policy/local/one': '/local/one r,\n/usr/bin/a ux,\n',
});

async function load(text: string, previous?: Previous<ApparmorPart>) {
  return apparmor.load(
    { uri: 'file:///policy/web', languageId: 'apparmor', version: 1, text },
    { files, includeFolders: ['file:///policy'], context: defaultContext, ...(previous && { previous }) },
  );
}

const findings = ({ parts }: Loaded<ApparmorPart>) =>
  apparmor.rules.flatMap((rule) =>
    parts.flatMap(({ part }) =>
      [...rule.check(part, defaultContext)].map((found) => ({
        severity: rule.severity,
        ...found,
        code: rule.code,
        category: rule.category,
      })),
    ),
  );

/** Findings with what their fixes write, in a form that can be compared. */
const comparable = (loaded: Loaded<ApparmorPart>) =>
  findings(loaded).map((found) => ({ ...found, cure: fixesOf(found).map((fix) => ({ title: fix.title, edits: editsOf(fix) })) }));

/** The texts that a run of edits leads through, each with the change from the one before. */
function* steps(changes: readonly { at: number; remove: number; insert: string }[]): Generator<{ text: string; change: TextChange }> {
  let text = sample;
  for (const { at, remove, insert } of changes) {
    const start = at % (text.length + 1);
    const oldEnd = Math.min(text.length, start + remove);
    text = text.slice(0, start) + insert + text.slice(oldEnd);
    yield { text, change: { start, oldEnd, newEnd: start + insert.length } };
  }
}

/** A tree as text, without the runs that its lists happen to be kept in. */
const written = (tree: FileTree) =>
  JSON.stringify(tree.statements, (_, value) =>
    value instanceof Body ? { statements: value.statements, open: value.open, close: value.close } : value,
  );

it('an edit leads to the tree that reading from scratch gives', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      let tree = parse(sample);
      for (const { text, change } of steps(changes)) {
        tree = parse(text, { tree, change });
        expect(written(tree)).toBe(written(parse(text)));
      }
    }),
    { numRuns: 150 },
  );
});

it('an edit leads to the findings that reading from scratch gives', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      let loaded = await load(sample);
      let before = sample;
      findings(loaded);
      for (const { text, change } of steps(changes)) {
        loaded = await load(text, { loaded, text: before, change, othersUnchanged: true });
        before = text;
        const scratch = await load(text);
        expect(comparable(loaded)).toEqual(comparable(scratch));
        expect(loaded.reads).toEqual(scratch.reads);
      }
    }),
    { numRuns: 80 },
  );
});

it('other values of a variable lead to the findings that reading from scratch gives', async () => {
  const value = fc.constantFrom('/a', '/b/', '"/c d"', '/{x,y}', '@{Y}', '@{X}', '[', '/a /b', '');
  const rule = fc.constantFrom(
    ...['@{X}/f r,', '@{X}/** rw,', '/a/f r,', '/a/f Px,', '@{X}/f Cx -> c,', '@{Y}/g ix,', 'deny /a/** w,', '/b/g ix,'],
    ...['/etc/shadow r,', '@{Y}shadow r,', 'mount @{X} -> /b,', 'change_profile @{X} -> q,', 'capability sys_admin,', '/usr/bin/x ux,'],
  );
  const textOf = (values: readonly string[], rules: readonly string[]) =>
    `@{X} = ${values[0]}\n@{Y} = ${values[1]}\nprofile p {\n${rules.join('\n')}\n}\n`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 6 }),
      async (rules, versions) => {
        let text = textOf(versions[0] as [string, string], rules);
        let loaded = await load(text);
        findings(loaded);
        for (const values of versions.slice(1)) {
          const next = textOf(values, rules);
          const behind = `profile p {\n${rules.join('\n')}\n}\n`.length;
          const change = { start: 0, oldEnd: text.length - behind, newEnd: next.length - behind };
          loaded = await load(next, { loaded, text, change, othersUnchanged: true });
          text = next;
          expect(comparable(loaded)).toEqual(comparable(await load(next)));
        }
      },
    ),
    { numRuns: 120 },
  );
});

/** What requests are answered with, without the groups that the tokens happen to come in. */
function answers({ parts }: Loaded<ApparmorPart>, at: number) {
  return parts.map(({ part }) => {
    return {
      outline: apparmor.outline?.(part),
      symbols: apparmor.symbols?.(part),
      folds: apparmor.folds?.(part),
      links: apparmor.links?.(part, defaultContext),
      lenses: apparmor.lenses?.(part, defaultContext, () => findings({ parts, reads: [] })),
      names: apparmor.names?.(part),
      tokens: apparmor.tokens?.(part).flatMap(({ start, tokens }) => tokens.map((token) => ({ ...token, span: shift(token.span, start) }))),
      default: apparmor.baseline?.(part, defaultContext)?.text,
      calls: ['one', 'two', 'web'].map((name) => [
        apparmor.callees?.(part, name, defaultContext),
        apparmor.callers?.(part, name, defaultContext),
      ]),
      complete: apparmor.complete?.(part, at, defaultContext).map(({ label, span, sort }) => ({ label, span, sort })),
      hover: apparmor.hover?.(part, at, defaultContext),
      highlights: apparmor.highlights?.(part, at),
      selections: apparmor.selections?.(part, at),
    };
  });
}

it('an edit leads to the answers that reading from scratch gives', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      let loaded = await load(sample);
      let before = sample;
      answers(loaded, 0);
      for (const { text, change } of steps(changes)) {
        loaded = await load(text, { loaded, text: before, change, othersUnchanged: true });
        before = text;
        expect(answers(loaded, change.newEnd)).toEqual(answers(await load(text), change.newEnd));
      }
    }),
    { numRuns: 60 },
  );
});

it('an edit leaves the statements elsewhere as they are', () => {
  const at = sample.indexOf('/dev/log w', sample.indexOf('profile two'));
  const text = `${sample.slice(0, at)}owner ${sample.slice(at)}`;
  const before = parse(sample);
  const after = parse(text, { tree: before, change: { start: at, oldEnd: at, newEnd: at + 6 } });
  const [old, now] = [before, after].map((tree) => tree.statements.map(({ statement }) => statement));
  expect(now?.slice(0, 7).map((statement) => old?.includes(statement))).toEqual([true, true, true, true, true, false, true]);
});
