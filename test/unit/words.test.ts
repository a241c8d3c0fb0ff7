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
  'SECURITY.md',
  'package.nls.json',
  ...below('snippets'),
];

interface Avoided {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly instead: string;
}

const avoid = (pattern: RegExp, reason: string, instead: string): Avoided => ({ pattern, reason, instead });

const hidden = 'hides who acts';
const metaphor = 'is a metaphor: files and settings do not do that';
const negated = 'needs a second reading';

/** Words of docs/glossary.md that we don't write anywhere: why, and what we write. */
const avoided: readonly Avoided[] = [
  avoid(/\bwhoever\b/i, hidden, 'the program, the user, an attacker'),
  avoid(/\bsomebody\b/i, hidden, 'the user, the author'),
  avoid(/\bthat (?:is|are) none\b/i, negated, 'invalid, not a …'),
  avoid(/\bunasked\b/i, 'is rare', 'automatically'),
  avoid(/\bbelongs? into\b/i, 'is not English', 'belongs in'),
  avoid(/\bnothing to say\b/i, metaphor, 'no findings'),
  avoid(/\bgood will\b/i, metaphor, 'name the effect'),
  avoid(/\bno (?:longer )?home\b/i, metaphor, 'unrelated'),
  avoid(/\bwithin the walls\b|\bweakens? the walls\b/i, metaphor, 'name the effect'),
];

/** The same for the files that have been gone through for them; `unswept` has the others. */
const plain: readonly Avoided[] = [
  avoid(/\b(?:any|every)body\b/i, hidden, 'each user, all processes'),
  avoid(/\bnobody\b/i, hidden, 'no program, no runtime'),
  avoid(/\bstands?\b(?! for\b)(?!-)/i, metaphor, 'is'),
  avoid(/(?<![\w-])holds?\b(?!-)/i, metaphor, 'has, contains, applies, matches'),
  avoid(/\bbears?\b/i, metaphor, 'has, tolerates'),
  avoid(/\bbrings?\b/i, metaphor, 'adds, includes'),
  avoid(/\basks? for\b/i, metaphor, 'requires, requests'),
  avoid(/\bbehind\b/i, 'means a place', 'after'),
  avoid(/\blacks?\b/i, 'is rare', 'does not have, is missing'),
  avoid(/\btakes? (?:it |them )?for\b/i, metaphor, 'reads as, treats as'),
  avoid(/\bgoes by\b/i, metaphor, 'is named by'),
];

const unswept = /^docs\/glossary\.md$/;

/** In documents and settings; code has the names that it has. */
const british: readonly Avoided[] = [
  avoid(/\b(?:mis)?spelt\b/i, 'is British', 'spelled, misspelled'),
  avoid(/\b(?:behaviour|colour|honour|neighbour|favour)(?:s|ed|ing)?\b/i, 'is British', 'American spelling'),
  avoid(
    /\b(?:recogni|organi|normali|generali|summari|minimi|optimi|randomi)(?:se|ses|sed|sing|sation)\b/i,
    'is British',
    'American spelling',
  ),
];

const found = (text: string, patterns: readonly Avoided[] = [...avoided, ...plain, ...british]): readonly string[] =>
  text.split('\n').flatMap((line, i) =>
    patterns.flatMap(({ pattern, reason, instead }) => {
      const word = pattern.exec(line)?.[0];
      return word ? [`${i + 1}: ${line.trim().slice(0, 100)} (“${word}” ${reason}: ${instead})`] : [];
    }),
  );

const patternsFor = (file: string): readonly Avoided[] => [
  ...avoided,
  ...(unswept.test(file) ? [] : plain),
  ...(file.endsWith('.ts') || file.includes('rules') ? [] : british),
];

it('nothing that people read has words that need a second reading', () => {
  expect(files.length).toBeGreaterThan(1000);
  expect(
    files.flatMap((file) => found(readFileSync(path.join(root, file), 'utf8'), patternsFor(file)).map((line) => `${file}:${line}`)),
  ).toEqual([]);
});

it.each([
  'A path that is none',
  '// Whoever includes it reads all.',
  '9 files checked: nothing to say',
  'Rules belong into a profile',
  'An action is misspelt',
  'the behaviour of the loader',
  'What stands behind the key',
  'The profile lacks a default action',
  'A rule asks for NOTIFY',
  'This holds for everybody',
  'The agent brings its socket',
])('finds %j', (line) => expect(found(line)).not.toEqual([]));
