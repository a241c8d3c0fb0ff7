/** A comparison costs what the profiles have near each other: counted in comparisons of patterns, never in time. */

import { expect, it, vi } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';

const work = vi.hoisted(() => ({ comparisons: 0 }));

vi.mock('../../../../server/src/languages/apparmor/syntax/glob/ends', async (original) => {
  const real = await original<typeof import('../../../../server/src/languages/apparmor/syntax/glob/ends')>();
  return {
    ...real,
    apart: (...args: Parameters<typeof real.apart>) => {
      work.comparisons++;
      return real.apart(...args);
    },
    endsApart: (...args: Parameters<typeof real.endsApart>) => {
      work.comparisons++;
      return real.endsApart(...args);
    },
  };
});

const count = 1000;
const rules = (ruleOf: (i: number) => string) => Array.from({ length: count }, (_, i) => ruleOf(i));

async function partOf(lines: readonly string[]) {
  const text = `profile web {\n${lines.join('\n')}\n}\n`;
  const source = { uri: 'file:///policy/web', languageId: 'apparmor', version: 1, text };
  const { parts } = await apparmor.load(source, { files: memoryFiles(), includeFolders: [], context: defaultContext });
  return parts[0]!.part;
}

it.each([
  ['every rule differs', (i: number) => `  /srv/d${i}/x rw,`, 2 * count],
  ['a denial is new in each', (i: number) => `  /srv/d${i}/** rw,\n  deny /srv/d${i}/x w,`, count],
  ['nothing differs', (i: number) => `  /srv/d${i}/** rw,`, 0],
])('where %s, the cost grows with the rules, not with their pairs', async (_, ruleOf, changes) => {
  const before = await partOf(rules((i) => `  /srv/d${i}/** rw,`));
  const after = await partOf(rules(ruleOf));
  work.comparisons = 0;
  const found = apparmor.diff!(before, after, defaultContext);
  expect(found.length).toBeGreaterThanOrEqual(changes / 2);
  expect(work.comparisons).toBeLessThan(100 * count);
});
