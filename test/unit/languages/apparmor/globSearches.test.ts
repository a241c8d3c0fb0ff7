import { expect, it, vi } from 'vitest';
import { Work } from '../../../../server/src/core';
import { covers } from '../../../../server/src/languages/apparmor/syntax/glob';

const made = vi.hoisted(() => ({ searches: 0 }));

vi.mock('../../../../server/src/languages/apparmor/syntax/glob/subsets', async (original) => {
  const real = await original<typeof import('../../../../server/src/languages/apparmor/syntax/glob/subsets')>();
  return {
    ...real,
    withSubsets: (...args: Parameters<typeof real.withSubsets>) => {
      made.searches++;
      return real.withSubsets(...args);
    },
  };
});

it.each([
  ['/usr/share/{a,b,a*}/**', '/usr/share/{a,b}/x*', true],
  ['/usr/share/a/**', '/usr/share/{a,c}/*', false],
])('whether %s covers %s is searched for once, at the same cost to a budget', (outer, inner, expected) => {
  const costs = [1, 2].map(() => {
    const work = new Work(1_000_000);
    expect(covers([outer], inner, work)).toBe(expected);
    return work.spent;
  });
  expect(costs[0]).toBe(costs[1]);
  expect(made.searches).toBe(1);
  made.searches = 0;
});
