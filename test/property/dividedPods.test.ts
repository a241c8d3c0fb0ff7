import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Context, defaultContext, judgedPieces, memoryFiles } from '../../server/src/core';
import { pod } from '../../server/src/languages/pod';
import { check, type Document, open } from '../../server/src/service';
import { find, itemsOf, parseYaml, yamlWork } from '../../server/src/tree';

const plain: Context = { ...defaultContext, ownsStructure: true };
const contexts: readonly Context[] = [
  plain,
  { ...plain, podSecurity: 'restricted' },
  { ...plain, podSecurity: 'baseline', kubernetes: '1.24' },
  { ...plain, podSecurity: 'privileged' },
];

const read = (text: string, context: Context, previous?: Parameters<typeof open>[2]['previous']) =>
  open({ uri: 'file:///project/pod.yaml', languageId: 'yaml', version: 1, text }, memoryFiles(), {
    context,
    language: 'pod',
    ...(previous && { previous }),
  }) as Promise<Document>;

const found = (document: Document, context: Context) =>
  check(document, context, { rules: {} }).map(({ cure, ...finding }) => ({ ...finding, curable: cure !== undefined }));
const curesIn = (document: Document, context: Context) =>
  check(document, context, { rules: {} }).flatMap(({ cure }) => cure?.().map(({ title }) => title) ?? []);

/** The containers of the examples of all rules, and what is around them. */
const examples = pod.rules
  .flatMap(({ example }) => [example.bad, example.good])
  .flatMap((text) => {
    const tree = parseYaml(text);
    // Where a mistake reaches to the end of the text, what makes it long moves the place of the finding.
    const list = tree.problems.length ? undefined : find(tree.root, ['spec', 'containers']);
    const items = itemsOf(list).map(({ span }) => `    - ${text.slice(span.start, span.end)}\n`);
    return list && items.length && text.startsWith('apiVersion: v1\nkind: Pod')
      ? [{ head: text.slice(0, text.lastIndexOf('\n', list.span.start) + 1), items, tail: text.slice(list.span.end).replace(/^\n/, '') }]
      : [];
  });
const containers = [...new Set(examples.flatMap(({ items }) => items))];

const document = fc
  .tuple(fc.constantFrom(...examples), fc.array(fc.constantFrom(...containers), { minLength: 8, maxLength: 11 }))
  .map(([{ head, tail }, items]) => `${head}${items.join('')}${tail}`);

/** Makes a text a long one, whose containers are judged one by one. */
const long = (text: string) => `${text}# ${'x'.repeat(20_000)}\n`;

const puts = [
  '',
  'x',
  ' ',
  '\n',
  '      privileged: true\n',
  '    - name: b\n',
  '- ',
  '"',
  '#',
  '&a ',
  '{',
  '0',
  'securityContext: {}\n',
  'true',
];
const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 6 }), put: fc.constantFrom(...puts) });

it('a long pod whose containers are judged one by one has the findings of a short one, also after edits', async () => {
  expect(examples.length).toBeGreaterThan(50);
  await fc.assert(
    fc.asyncProperty(document, fc.constantFrom(...contexts), fc.array(edit, { maxLength: 4 }), async (first, context, edits) => {
      let text = first;
      let divided = await read(long(text), context);
      expect(found(divided, context)).toEqual(found(await read(text, context), context));
      for (const { at, length, put } of edits) {
        const start = at % text.length;
        const oldEnd = Math.min(text.length, start + length);
        text = text.slice(0, start) + put + text.slice(oldEnd);
        divided = await read(long(text), context, { document: divided, change: { start, oldEnd, newEnd: start + put.length } });
        expect(found(divided, context)).toEqual(found(await read(long(text), context), context));
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 25) },
  );
}, 120_000);

it('cures of a container that is judged by itself are those of the whole pod', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      expect(curesIn(await read(long(text), plain), plain)).toEqual(curesIn(await read(text, plain), plain));
    }),
    { numRuns: 4 },
  );
}, 120_000);

it('an edit of a container has this one judged, and its lines parsed', async () => {
  const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n';
  const container = (i: number) =>
    `        - name: c${i}\n          image: registry.example/app:${i}\n          securityContext:\n            runAsUser: ${i}\n`;
  const costs: (readonly [judged: number, parsed: number])[] = [];
  for (const count of [200, 600]) {
    const text = head + Array.from({ length: count }, (_, i) => container(i)).join('');
    const before = await read(text, plain);
    found(before, plain);
    const start = text.lastIndexOf('runAsUser: ') + 11;
    const [judged, parsed] = [judgedPieces.count, yamlWork.characters];
    const after = await read(`${text.slice(0, start)}1${text.slice(start)}`, plain, {
      document: before,
      change: { start, oldEnd: start, newEnd: start + 1 },
    });
    found(after, plain);
    costs.push([judgedPieces.count - judged, yamlWork.characters - parsed]);
  }
  for (const [judged, parsed] of costs) {
    expect(judged).toBe(1);
    expect(parsed).toBeLessThan(100);
  }
});
