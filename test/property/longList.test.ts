import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { check, type Document, open } from '../../server/src/service';

const context = { ...defaultContext, ownsStructure: true };
const read = (text: string, previous?: Parameters<typeof open>[2]['previous']) =>
  open({ uri: 'file:///project/list.yaml', languageId: 'yaml', version: 1, text }, memoryFiles(), {
    context,
    language: 'pod',
    ...(previous && { previous }),
  }) as Promise<Document>;
const found = (document: Document) => check(document, context, { rules: {} }).map(({ cure: _, ...finding }) => finding);

const pod = (i: number) =>
  `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: p${i}\n    annotations:\n      text: ${'x'.repeat(4000)}\n  spec:\n    containers:\n    - {name: a, image: b, securityContext: {privileged: true}}\n`;
const list = `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: 14 }, (_, i) => pod(i)).join('')}metadata:\n  resourceVersion: ""\n`;

/** Places where an edit may change how the List is divided. */
const at = fc.constantFrom(
  'apiVersion: v1\nkind: List',
  'kind: List',
  'items:',
  '- apiVersion',
  'name: p3',
  'p7',
  '- {name: a',
  'metadata:\n  resource',
  'xxxx',
  '\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: p9',
);
const put = fc.constantFrom(
  '',
  'x',
  ' ',
  '\n',
  '- ',
  '"',
  "'",
  '---\n',
  '&a ',
  '# c\n',
  '{{ x }}',
  'kind: Pod\n',
  '\n- kind: Pod\n',
  'items:\n',
  '[',
  'patches:\n',
  '  ',
);

it('a long List that is edited step by step has the findings of a fresh one', async () => {
  let divided = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(at, fc.nat(9), put), { minLength: 1, maxLength: 4 }), async (edits) => {
      let text = list;
      let document = await read(text);
      for (const [place, removed, inserted] of edits) {
        const start = Math.max(0, text.indexOf(place));
        const change = { start, oldEnd: Math.min(text.length, start + removed), newEnd: start + inserted.length };
        text = text.slice(0, start) + inserted + text.slice(change.oldEnd);
        document = await read(text, { document, change });
        if (document.loaded.parts.length > 10) divided++;
        expect(found(document)).toEqual(found(await read(text)));
      }
    }),
    { numRuns: 15 },
  );
  expect(divided).toBeGreaterThan(0);
}, 120_000);
