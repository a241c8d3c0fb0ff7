import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { languages as table } from '../../../server/src/languages';
import { featureLanguages, languageNames, ownLanguages } from '../../../server/src/service';
import { languages } from '../../helpers/languages';

it('the table names each language as the language names itself', () => {
  expect(languages.map(({ name }) => name)).toEqual(Object.keys(table));
});

it('the table has each folder of a language', () => {
  const folders = readdirSync(path.join(import.meta.dirname, '../../../server/src/languages'), { withFileTypes: true });
  expect(folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()).toEqual(Object.keys(table).sort());
});

it('a file can be forced to be of each language that has rules', () => {
  expect(languageNames).toEqual(languages.filter(({ rules }) => rules.length).map(({ name }) => name));
});

it.each(Object.entries(featureLanguages))('the languages with ids of their own that have %s are those that have it', (feature, named) => {
  const own = languages.filter(({ name }) => ownLanguages().has(name));
  expect(own.filter((language) => feature in language).map(({ name }) => name)).toEqual(expect.arrayContaining([...named]));
  expect(own.filter((language) => feature in language)).toHaveLength(named.length);
});

it('some language does what the server announces for all', () => {
  const announced = ['hover', 'lenses', 'outline', 'links', 'selections', 'highlights', 'symbols', 'signature', 'tokens', 'hints'] as const;
  expect(announced.filter((feature) => !languages.some((language) => language[feature] !== undefined))).toEqual([]);
});
