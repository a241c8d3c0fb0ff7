import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { languages } from '../helpers/languages';

const source = path.join(import.meta.dirname, '../../server/src');

const withRules = languages.filter(({ rules }) => rules.length > 0);

it.each(withRules.map((language) => [language.name, language] as const))('every rule file of %s is registered', (name, { rules }) => {
  const folder = path.join(source, 'languages', name, 'rules');
  const written = readdirSync(folder)
    .filter((file) => file !== 'index.ts')
    .flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^ {2,4}code: '([\w/-]+)',$/gm)].map((match) => match[1]),
    );
  expect(rules.map(({ code }) => code).sort()).toEqual(written.sort());
});

it('files are named in one case', () => {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => !file.startsWith('generated'));
  expect(names.length).toBeGreaterThan(500);
  expect(names.map((file) => path.basename(file)).filter((file) => !/^[a-z][a-zA-Z0-9]*(?:\.(?:ts|json))?$/.test(file))).toEqual([]);
});
