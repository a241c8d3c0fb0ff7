import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

const below = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));

/** Code with its comments, settings, pages and documents: everything that users and authors read. */
const files = [
  ...[...below('server/src'), ...below('client/src')].filter((name) => name.endsWith('.ts') && !name.includes('generated')),
  ...below('docs').filter((name) => name.endsWith('.md')),
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'package.nls.json',
];

/** Words of docs/glossary.md that we don't write, with what we write. */
const avoided: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bwhoever\b/i, 'the program, the user, an attacker'],
  [/\bsomebody\b/i, 'the user, the author'],
  [/\bthat (?:is|are) none\b/i, 'invalid, not a …'],
  [/\bunasked\b/i, 'automatically'],
  [/\bbelongs? into\b/i, 'belongs in'],
  [/\bnothing to say\b/i, 'no findings'],
  [/\bgood will\b/i, 'name the effect'],
  [/\bno (?:longer )?home\b/i, 'unrelated'],
];

/** In documents and settings; code has the names that it has. */
const british: typeof avoided = [
  [/\b(?:mis)?spelt\b/i, 'spelled, misspelled'],
  [/\b(?:behaviour|colour|honour|neighbour|favour)(?:s|ed|ing)?\b/i, 'American spelling'],
  [/\b(?:recogni|organi|normali|generali|summari|minimi|optimi|randomi)(?:se|ses|sed|sing|sation)\b/i, 'American spelling'],
];

const found = (text: string, patterns: typeof avoided = [...avoided, ...british]): readonly string[] =>
  text
    .split('\n')
    .flatMap((line, i) =>
      patterns.flatMap(([pattern, instead]) => (pattern.test(line) ? [`${i + 1}: ${line.trim().slice(0, 100)} (${instead})`] : [])),
    );

it('nothing that people read has words that need a second reading', () => {
  expect(files.length).toBeGreaterThan(1000);
  expect(
    files.flatMap((file) =>
      found(readFileSync(path.join(root, file), 'utf8'), file.endsWith('.ts') || file.includes('rules') ? avoided : undefined).map(
        (line) => `${file}:${line}`,
      ),
    ),
  ).toEqual([]);
});

it.each([
  'A path that is none',
  '// Whoever includes it reads all.',
  '9 files checked: nothing to say',
  'Rules belong into a profile',
  'An action is misspelt',
  'the behaviour of the loader',
])('finds %j', (line) => expect(found(line)).not.toEqual([]));
