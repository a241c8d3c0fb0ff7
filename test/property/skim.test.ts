import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { get, parseYaml, resolved, skim, stringOf } from '../../server/src/tree';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.org
  annotations:
    controller-gen.kubebuilder.io/version: v0.14.0
spec:
  group: example.org
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    additionalPrinterColumns:
    - jsonPath: .status.phase
      name: Phase
      type: string
    schema:
      openAPIV3Schema:
        description: Thing is what this is all about
          and goes on in the next line.
        properties:
          apiVersion:
            description: 'APIVersion says which version it is: see
              https://example.org/api#versions. It''s a text.'
            type: string
          spec:
            description: |-
              What is wanted.

                - deeper
              - a: dash
            default: {}
            enum: [a, b]
            x-kubernetes-list-type: atomic # as it is
            items:
              -
                key: "a \\"quoted\\" text: with a colon"
              - - nested
                - list
            # a comment
            required:
            - containers
            - nodeSelector
        type: object
`;

/** What a reading from the tree says of the same. */
function fromTree(text: string) {
  const { root, problems } = parseYaml(text);
  const metadata = get(root, 'metadata');
  const words = [
    ['apiVersion', get(root, 'apiVersion')],
    ['kind', get(root, 'kind')],
    ['metadata.name', get(metadata, 'name')],
    ['metadata.generateName', get(metadata, 'generateName')],
    ['metadata.namespace', get(metadata, 'namespace')],
  ] as const;
  return { problems, kind: resolved(root)?.kind, words: words.flatMap(([path, node]) => (node ? [[path, stringOf(node)]] : [])) };
}

/** Lines that fit somewhere, and lines that fit nowhere. */
const line = fc.tuple(
  fc.constantFrom('', '  ', '    ', '      ', ' ', '   '),
  fc.constantFrom(
    ...[
      'a: b',
      'b:',
      'c: |',
      'd: >-',
      '- x',
      '- e: f',
      '-',
      '- - g',
      'text that goes on',
      '# comment',
      '"h": i',
      "'j: k': l",
      'm: "n',
      'o"',
      "p: 'q",
      "r''s'",
    ],
    ...[
      '',
      't: [u, v]',
      'w: {x: y}',
      'z: [',
      'aa: {bb',
      'cc: dd: ee',
      'ff: *gg',
      'hh: &ii jj',
      'kind: Thing',
      'metadata:',
      'name: mm',
      '? nn',
      'oo: - pp',
    ],
    ...[
      'qq: #rr',
      'ss: tt # uu',
      'vv: "\\q"',
      '\tww: xx',
      'yy: !!str zz',
      '---',
      '...',
      'apiVersion: v1',
      '- |',
      'a b: c',
      'd:e',
      '"f" g',
      '<<: h',
    ],
  ),
);
const lines = fc.array(line, { maxLength: 9 }).map((all) => all.map((one) => one.join('')).join('\n'));

const compare = (text: string) => {
  const skimmed = skim(text);
  if (!skimmed) return false;
  const { problems, kind, words } = fromTree(text);
  expect(problems, text).toEqual([]);
  // A text without any line is empty.
  if (skimmed.words.size) expect(kind, text).toBe('object');
  for (const { word, span } of skimmed.words.values()) expect(text.slice(span.start, span.end)).toBe(word);
  const told = [...skimmed.words].flatMap(([path, { word }]): [string, string][] => (path === 'metadata' ? [] : [[path, word]]));
  expect(new Map(told), text).toEqual(new Map(words as [string, string][]));
  return true;
};

describe('skim', () => {
  it('takes a definition as programs write it', () => {
    expect([...(skim(definition)?.words ?? [])].map(([path, { word }]) => [path, word])).toEqual([
      ['apiVersion', 'apiextensions.k8s.io/v1'],
      ['kind', 'CustomResourceDefinition'],
      ['metadata', ''],
      ['metadata.name', 'things.example.org'],
    ]);
    expect(compare(definition)).toBe(true);
  });

  it('of any lines says what the tree says, or nothing', () => {
    let taken = 0;
    fc.assert(
      fc.property(lines, (text) => {
        if (compare(text)) taken++;
      }),
      { numRuns: 6000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('of a definition with lines changed says what the tree says, or nothing', () => {
    const own = definition.split('\n');
    fc.assert(
      fc.property(fc.nat(own.length - 1), fc.nat(2), lines, (at, removed, inserted) => {
        compare([...own.slice(0, at), inserted, ...own.slice(at + removed)].join('\n'));
      }),
      { numRuns: 1500 },
    );
  });

  it('step by step says what it says from the start, and looks only at what changed', () => {
    const long = definition + Array.from({ length: 1500 }, (_, i) => `x${i}:\n  - y: z\n  - text ${i}\n`).join('');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(long.length), fc.nat(30), fc.oneof(fc.constantFrom('x', '', ' '), lines)), { minLength: 1, maxLength: 6 }),
        (edits) => {
          let text = long;
          let skimmed = skim(text);
          for (const [at, removed, inserted] of edits) {
            const start = Math.min(at, text.length);
            const oldEnd = Math.min(start + removed, text.length);
            const next = text.slice(0, start) + inserted + text.slice(oldEnd);
            const change = { start, oldEnd, newEnd: start + inserted.length };
            const again: ReturnType<typeof skim> = skim(next, skimmed && { skimmed, change });
            expect(again?.words, next).toEqual(skim(next)?.words);
            skimmed = again;
            text = next;
          }
        },
      ),
      { numRuns: 150 },
    );
    const before = skim(long);
    if (!before) throw new Error('it is taken');
    const at = long.indexOf('text 700');
    const after = skim(`${long.slice(0, at)}x${long.slice(at)}`, { skimmed: before, change: { start: at, oldEnd: at, newEnd: at + 1 } });
    const known = new Set(before.stretches.map(({ state }) => state));
    expect(after?.stretches.filter(({ state }) => !known.has(state)).length).toBeLessThanOrEqual(2);
    expect(before.stretches.length).toBeGreaterThan(4);
  });
});
