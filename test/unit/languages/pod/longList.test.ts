import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles } from '../../../../server/src/core';
import { pod as language } from '../../../../server/src/languages/pod';
import { check, type Document, fixesAt, open } from '../../../../server/src/service';
import { divideList, parseYaml } from '../../../../server/src/tree';

const settings = { rules: {} };

const read = (text: string, previous?: Parameters<typeof open>[2]['previous']) =>
  open({ uri: 'file:///w/list.yaml', languageId: 'yaml', version: 1, text }, memoryFiles(), {
    context: { ...defaultContext, ownsStructure: true },
    language: 'pod',
    ...(previous && { previous }),
  }) as Promise<Document>;

const found = (document: Document) =>
  check(document, { ...defaultContext, ownsStructure: true }, settings).map(({ code, span, message, severity }) => ({
    code,
    severity,
    message,
    said: document.source.text.slice(span.start, span.end),
    start: span.start,
  }));

const asItem = (text: string, indent: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line, i) => (i ? (line ? `${indent}  ${line}` : line) : `${indent}- ${line}`))
    .join('\n');
const list = (objects: readonly string[], indent = '', tail = '') =>
  `apiVersion: v1\nkind: List\nitems:\n${objects.map((text) => asItem(text, indent)).join('\n')}\n${tail}`;

/** Says nothing that a rule looks at. */
const filler = Array.from(
  { length: 30 },
  (_, i) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: s${i}\n  annotations:\n    text: "${'x'.repeat(2500)}"\n`,
);

/** Examples of the rules that are one plain object. */
const examples = language.rules.flatMap(({ code, example: { bad, path, files, context } }) =>
  path || files || context || /^---|\{\{|[&*]|^#|^\{/m.test(bad) || !/^apiVersion:/.test(bad) || parseYaml(bad).problems.length > 0
    ? []
    : [{ code, bad }],
);

describe('a long List', () => {
  it('has examples to try', () => expect(examples.length).toBeGreaterThan(20));

  it.each(['', '  '])('of every example, its dashes after %j, has the findings of the short Lists of each', async (indent) => {
    const long = await read(list([...examples.map(({ bad }) => bad), ...filler], indent));
    expect(long.loaded.parts.length).toBe(examples.length + filler.length);
    const alone: unknown[] = [];
    for (const { bad } of examples) alone.push(...found(await read(list([bad], indent))).map(({ start: _, ...rest }) => rest));
    expect(found(long).map(({ start: _, ...rest }) => rest)).toEqual(alone);
  });

  it('is fixed as a short one is', async () => {
    const context = { ...defaultContext, ownsStructure: true };
    for (const { code, bad } of examples.slice(0, 30)) {
      const results = [];
      for (const more of [[], filler]) {
        const document = await read(list([bad, ...more]));
        const { text } = document.source;
        const fixes = fixesAt(document, { start: 0, end: text.length }, context, settings).filter(({ finding }) => finding.code === code);
        const [fix] = fixes.flatMap((one) => one.fixes);
        const rest = text.length - list([bad]).length;
        const fixed = fix && applyEdits(text, editsOf(fix));
        results.push(fixed?.slice(0, fixed.length - rest));
      }
      expect(results[1], code).toBe(results[0]);
    }
  });

  it('costs the item that an edit touches, and ends where reading from scratch does', async () => {
    const before = await read(list([...examples.map(({ bad }) => bad), ...filler], '', 'metadata:\n  resourceVersion: ""\n'));
    found(before);
    const { text } = before.source;
    const start = text.indexOf('name: s12') + 6;
    const after = await read(`${text.slice(0, start)}y${text.slice(start)}`, {
      document: before,
      change: { start, oldEnd: start, newEnd: start + 1 },
    });
    expect(before.loaded.parts.length).toBe(examples.length + filler.length);
    const old = new Set(before.loaded.parts.map(({ part }) => part));
    expect(after.loaded.parts.filter(({ part }) => !old.has(part))).toHaveLength(1);
    expect(found(after)).toEqual(found(await read(after.source.text)));
  });

  const length = examples.length + filler.length;
  it.each([
    ['is in its item', 'name: [s12', length],
    ['is a quote without its end, which may be in another item', "name: 's12", 1],
    ['is in a template, which may write items', 'name: {{ s12 }}', 1],
  ])('with a mistake that %s', async (_, mistake, parts) => {
    const text = list([...examples.map(({ bad }) => bad), ...filler]);
    const broken = text.replace('name: s12', mistake);
    const start = text.indexOf('name: s12');
    const before = await read(text);
    const change = { start, oldEnd: start + 9, newEnd: start + mistake.length };
    const after = await read(broken, { document: before, change });
    expect(after.loaded.parts).toHaveLength(parts);
    expect(found(after)).toEqual(found(await read(broken)));
  });

  it('with a mistake around the items is read as a whole', async () => {
    const text = list(examples.map(({ bad }) => bad).concat(filler), '', 'metadata: {a\n');
    expect((await read(text)).loaded.parts).toHaveLength(1);
  });

  it.each([
    ['an anchor', 'apiVersion: v1\nkind: List\nitems:\n- &a {kind: Pod}\n- *a\n'],
    ['two documents', 'apiVersion: v1\nkind: List\nitems:\n- a: 1\n---\na: 2\n'],
    ['a comment about all of it', '# Source: a/b.yaml\napiVersion: v1\nkind: List\nitems:\n- a: 1\n'],
    ['a file-wide exception', 'apiVersion: v1\nkind: List\nitems:\n- a: 1 # confine-ignore-file pod/privileged: ours\n'],
    ['no items', 'apiVersion: v1\nkind: List\nitems: []\n'],
    ['another kind', 'apiVersion: v1\nkind: ConfigMap\nitems:\n- a: 1\n'],
    ['text at the margin', 'apiVersion: v1\nkind: List\nitems:\n- a: "x\ny"\n'],
  ])('with %s is not divided', (_, text) => expect(divideList(text)).toBeUndefined());

  it('is divided at its dashes, with all offsets as they are', () => {
    const text = '# top\napiVersion: v1\nkind: List\nitems:\n  # first\n  - a: 1\n    b:\n    - c\n  -\n    a: 2\nmetadata: {}\n';
    const items = divideList(text)?.items ?? [];
    expect(items.map((item) => item.text.trim())).toEqual([
      '# top\n              \n          \n      \n  # first\n    a: 1\n    b:\n    - c'.trim(),
      'a: 2',
    ]);
    expect(items.map(({ start, text: own }) => [start, own.length])).toEqual([
      [0, text.indexOf('  -\n')],
      [text.indexOf('  -\n'), text.length - text.indexOf('  -\n')],
    ]);
  });
});
