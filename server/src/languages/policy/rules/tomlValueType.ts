import { type Context, code, type Rule, wordTable } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import type { Node } from '../../../tree';
import { leastNumber, tomlType, valuesIn, wantedTypes } from '../conf/words';
import { type Hinted, onToml, type PolicyPart, type TomlFile } from '../part';
import { repair } from '../repair';

export const tomlValueType: Rule<PolicyPart> = {
  code: 'policy/toml-value-type',
  title: 'TOML value of the wrong type',
  category: 'correctness',
  severity: 'error',
  why:
    'The reader refuses a file in which a known key has a value of another type. ' +
    '`"true"` in quotes is a string and not a boolean; a list needs brackets even when it has one entry.',
  sources: [
    signatureAuthorities.mirrorsReader,
    signatureAuthorities.crioReader,
    signatureAuthorities.containersConf,
    signatureAuthorities.storageConf,
  ],
  example: {
    bad: '[[registry]]\nlocation = "quay.io/team"\nblocked = "true"\n',
    good: '[[registry]]\nlocation = "quay.io/team"\nblocked = true\n',
    path: 'etc/containers/registries.conf',
  },
  check: onToml(wrongTypes, (_file, { node }, { text }) => (text ? [repair(`Write ${code(text)}`, [{ span: node.span, text }])] : [])),
};

function* wrongTypes(file: TomlFile, _context: Context): Iterable<Hinted<{ readonly text: string }>> {
  for (const { node, path } of valuesIn(file.tree.root)) {
    if (!path.length) continue;
    const [wanted, ...others] = wantedTypes(file, path);
    const actual = tomlType(node);
    if (wanted === undefined) continue;
    const name = code(String(path.findLast((step) => typeof step === 'string')));
    if (wanted === actual || others.includes(actual)) {
      const least = actual === 'integer' ? leastNumber(file, path) : undefined;
      if (least !== undefined && node.kind === 'scalar' && Number(node.value) < least)
        yield { span: node.span, message: `${name} must not be below ${least}.` };
      continue;
    }
    const text = rewritten(node, wanted);
    yield {
      span: !isTable(node) ? node.span : { start: node.span.start, end: node.span.start + 1 },
      message: `${name} must be ${worded(wanted)}, not ${worded(actual)}.`,
      ...(text && { hint: { text } }),
    };
  }
}

/** Written with a header. */
const isTable = (node: Node): boolean => (node.kind === 'object' || node.kind === 'array') && !node.flow;

/** The same in the type that is wanted, where there is no doubt. */
function rewritten(node: Node, wanted: string): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (wanted === 'boolean' && typeof node.value === 'string' && /^(?:true|false)$/i.test(node.value)) return node.value.toLowerCase();
  if (wanted === 'array' && node.quoted) return `[${node.raw}]`;
  if (wanted === 'string' && (typeof node.value === 'boolean' || typeof node.value === 'number')) return `"${node.raw}"`;
  if (wanted === 'integer' && typeof node.value === 'string' && /^\d+$/.test(node.value)) return node.value;
  return undefined;
}

const worded = (type: string): string => typeNames[type] ?? type;

const typeNames: Readonly<Record<string, string>> = wordTable({
  string: 'a string',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a table',
  number: 'a number',
  integer: 'a whole number',
  date: 'a date',
});
