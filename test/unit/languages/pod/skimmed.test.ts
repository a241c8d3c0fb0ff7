import { afterEach, describe, expect, it, vi } from 'vitest';
import { Composer } from 'yaml';
import { type Context, defaultContext, memoryFiles } from '../../../../server/src/core';
import { pod as language } from '../../../../server/src/languages/pod';
import { check, coverageOf, type Document, open, workspaceIndex } from '../../../../server/src/service';

afterEach(() => vi.restoreAllMocks());

const own: Context = { ...defaultContext, ownsStructure: true };
const uri = 'file:///project/object.yaml';

const read = (text: string, previous?: Parameters<typeof open>[2]['previous'], context = own) =>
  open({ uri, languageId: 'yaml', version: 1, text }, memoryFiles(), {
    context,
    language: 'pod',
    ...(previous && { previous }),
  }) as Promise<Document>;

const found = (document: Document, context = own) => check(document, context, { rules: {} }).map(({ cure: _, ...finding }) => finding);

/** As long as a text has to be in order to be skimmed, with every offset as it was. */
const lengthened = (text: string) => `${text.trimEnd()}\n${'# says nothing\n'.repeat(1500)}`;

const definition = (fields: number) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.org
spec:
  group: example.org
  names: {kind: Thing, plural: things}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
${Array.from({ length: fields }, (_, i) => `            field${i}:\n              type: string\n              description: >-\n                What field ${i} says.\n`).join('')}`;

describe('a long document', () => {
  const examples = language.rules.flatMap(({ code, example: { bad, good, path, files, context } }) =>
    path || files || code === 'pod/syntax' ? [] : [bad, good].map((text) => ({ code, text, context: { ...own, ...context } as Context })),
  );
  it('has examples to try', () => expect(examples.length).toBeGreaterThan(100));

  it('has the findings of a short one, for every example of a rule', async () => {
    for (const { code, text, context } of examples) {
      const short = await read(`${text.trimEnd()}\n`, undefined, context);
      const long = await read(lengthened(text), undefined, context);
      expect(found(long, context), code).toEqual(found(short, context));
      expect(coverageOf(long, context), code).toEqual(coverageOf(short, context));
      const named = ({ regions }: Document) =>
        regions.map((region) => [region.name, region.language.name, region.language.facts?.(region.part, () => defaultContext)]);
      expect(named(long), code).toEqual(named(short));
    }
  });

  it('of a kind with pods by the settings is read for them', async () => {
    const text =
      'apiVersion: example.org/v1\nkind: Thing\nmetadata:\n  name: thing\nspec:\n  template:\n    spec:\n      hostPID: true\n      containers:\n        - name: a\n          image: b\n';
    const thing = { group: 'example.org', kind: 'Thing', path: 'spec.template.spec' };
    const context = { ...own, pod: { ...own.pod, customResources: [thing] } };
    const document = await read(lengthened(text));
    expect(found(document)).toEqual([]);
    expect(found(document, context).map(({ code }) => code)).toContain('pod/host-namespaces');
    expect(found(document, context)).toEqual(found(await read(text), context));
  });

  it.each([
    ['a definition', definition(1000)],
    ['an unknown kind', definition(1000).replace(/^apiVersion.*\nkind.*/, 'apiVersion: example.org/v1\nkind: Thing')],
  ])('without pods, %s, is neither parsed when it opens nor after an edit, nor for its facts', async (_, text) => {
    const composed = vi.spyOn(Composer.prototype, 'compose');
    const before = await read(text);
    expect(found(before)).toEqual([]);
    const at = text.indexOf('field 700');
    const after = await read(`${text.slice(0, at)}x${text.slice(at)}`, {
      document: before,
      change: { start: at, oldEnd: at, newEnd: at + 1 },
    });
    expect(found(after)).toEqual([]);
    expect(coverageOf(after, own)).toEqual({ skipped: expect.stringMatching(/^no rules for `\w+`$/) });
    await workspaceIndex(memoryFiles()).update([{ uri, text }]);
    expect(composed).not.toHaveBeenCalled();
    // What asks for more has the tree.
    expect(language.hover?.(after.loaded.parts[0]?.part as never, at, own)).toBeUndefined();
    expect(composed).toHaveBeenCalledOnce();
  });

  it('states the pods of a definition', async () => {
    const pods = definition(1000).replace(
      '          properties:\n',
      '          properties:\n            spec:\n              type: object\n              required:\n              - containers\n              properties:\n                containers:\n                  type: array\n                nodeSelector:\n                  type: object\n',
    );
    const index = workspaceIndex(memoryFiles());
    await index.update([{ uri, text: pods }]);
    expect(index.facts()).toMatchObject([{ kind: 'custom-resource-pods', name: 'example.org/Thing', detail: 'spec' }]);
  });

  it('that is edited step by step has the findings of a fresh one', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - {name: a, image: b, securityContext: {privileged: true}}\n';
    const steps: readonly (readonly [find: string, put: string])[] = [
      ['field 3 ', 'field three '],
      ['field7:', 'field7'],
      ['field7\n', 'field7:\n'],
      ['field9:', 'field9: "'],
      ['field9: "', 'field9:'],
      ['            field500:', `---\n${pod}---\n            field500:`],
      [`---\n${pod}---\n`, ''],
      ['apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition', 'apiVersion: v1\nkind: Pod'],
      ['spec:\n', 'spec:\n  hostPID: true\n  containers:\n    - {name: a, image: b}\n'],
      ['apiVersion: v1\nkind: Pod', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition'],
      ['apiVersion: apiext', `${pod}---\napiVersion: apiext`],
      ['field 900 ', 'field 900 too '],
      [pod, ''],
    ];
    let text = definition(1000);
    let document = await read(text);
    for (const [find, put] of steps) {
      const start = text.indexOf(find);
      expect(start, find).toBeGreaterThanOrEqual(0);
      const change = { start, oldEnd: start + find.length, newEnd: start + put.length };
      text = text.slice(0, start) + put + text.slice(change.oldEnd);
      document = await read(text, { document, change });
      const fresh = await read(text);
      expect(found(document), put).toEqual(found(fresh));
      expect(coverageOf(document, own), put).toEqual(coverageOf(fresh, own));
    }
  });
});
