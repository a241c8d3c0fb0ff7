import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ruleIndex, rulePage } from '../../server/src/report';
import { allRules, pageOf } from '../../server/src/service';

const root = path.join(import.meta.dirname, '../..');

it('docs/rules is what `npm run docs` writes', () => {
  const stale = allRules().filter((rule) => {
    const file = path.join(root, pageOf(rule.code));
    return !existsSync(file) || readFileSync(file, 'utf8') !== rulePage(rule);
  });
  expect(stale.map((rule) => rule.code)).toEqual([]);
  expect(readFileSync(path.join(root, 'docs/rules/README.md'), 'utf8')).toBe(ruleIndex(allRules()));
});
