import { describe, expect, it } from 'vitest';
import { rules } from '../../../../server/src/languages/pod/rules';
import { membersOf, type Node, parseYaml, walk } from '../../../../server/src/tree';
import { contextWith, findings } from './helpers';

/** The lines of a member that has lines of its own. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** Without these there is no pod to judge. */
const structure: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'name', 'image', 'containers']);

function blocksOf(text: string): readonly Block[] {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (const node of walk(parseYaml(text).root) as Iterable<Node>) {
    if (node.kind !== 'object' || node.flow) continue;
    for (const { key, value } of membersOf(node)) {
      const from = lineOf(key.span.start);
      const indent = /^ */.exec(lines[from] ?? '')?.[0].length ?? 0;
      if (structure.has(String(key.value))) continue;
      if (text.slice(text.lastIndexOf('\n', key.span.start - 1) + 1, key.span.start).trim() !== '' || indent === 0) continue;
      blocks.push({ from, to: lineOf((value?.span.end ?? key.span.end) - 1) });
    }
  }
  return blocks;
}

const without = (text: string, { from, to }: Block): string =>
  text
    .split('\n')
    .filter((_, i) => i < from || i > to)
    .join('\n');

/** The text as a template in which two members are never there together. */
const apart = (text: string, one: Block, other: Block): string =>
  text
    .split('\n')
    .flatMap((line, i) => [
      ...(i === one.from ? ['{{- if .Values.one }}'] : []),
      ...(i === other.from ? ['{{- if not .Values.one }}'] : []),
      line,
      ...(i === one.to ? ['{{- end }}'] : []),
      ...(i === other.to ? ['{{- end }}'] : []),
    ])
    .join('\n');

describe('two members of a template that are never there together', () => {
  it.each(rules.filter(({ severity }) => severity === 'error').map(({ code, example }) => [code, example] as const))(
    '%s is no error that takes both',
    async (code, { bad, context }) => {
      const errorsOf = async (text: string) =>
        (await findings(text, contextWith(context))).filter(({ severity }) => severity === 'error').map((one) => one.code);
      const needed: Block[] = [];
      for (const block of blocksOf(bad)) if (!(await errorsOf(without(bad, block))).length) needed.push(block);
      const wrong: string[] = [];
      for (const [i, one] of needed.entries())
        for (const other of needed.slice(i + 1)) {
          const text = apart(bad, one, other);
          if (other.from > one.to && (await errorsOf(text)).includes(code)) wrong.push(text);
        }
      expect(wrong).toEqual([]);
    },
  );
});
