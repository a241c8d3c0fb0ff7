import { describe, expect, it } from 'vitest';
import { staleComments } from '../../../client/src/review/comments';

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

describe('comments that no longer agree with the line they describe', () => {
  it.each([
    [
      'at the end of the line',
      lines('a: 1', 'user: root # root, for the port', 'b: 2'),
      lines('a: 1', 'user: "101" # root, for the port', 'b: 2'),
      [1],
    ],
    [
      'above the line',
      lines('# needs SYS_ADMIN', '# since 2024', 'add: [SYS_ADMIN]'),
      lines('# needs SYS_ADMIN', '# since 2024', 'add: []'),
      [0],
    ],
    [
      'in a profile',
      lines('  // until rmdir is known', '  "SCMP_ACT_ERRNO", "rmdir"'),
      lines('  // until rmdir is known', '  "SCMP_ACT_ERRNO"'),
      [0],
    ],
  ])('%s', (_, before, after, wanted) => {
    expect(staleComments(before, after).map(({ line }) => line)).toEqual(wanted);
  });

  it.each([
    ['that say nothing of what is gone', lines('# the web server', 'privileged: true'), lines('# the web server', 'privileged: false')],
    ['of other lines', lines('a: true # true is right', 'b: true'), lines('a: true # true is right', 'b: false')],
    ['that the edit writes', lines('user: root'), lines('# was root', 'user: "101"').replace('# was root', '# a user without rights')],
    ['where nothing changes', lines('# x', 'a: x'), lines('# x', 'a: x')],
    ['where lines are only added', lines('# the pod', 'spec:'), lines('# the pod', 'spec:', '  a: 1')],
  ])('are not those %s', (_, before, after) => {
    expect(staleComments(before, after)).toEqual([]);
  });

  it('are found in a long file in bounded steps', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `line${i}: ${i}`);
    const after = many.map((line, i) => (i === 4000 ? 'line4000: x # 4000' : line));
    const before = many.map((line, i) => (i === 4000 ? 'line4000: 4000 # 4000' : line));
    expect(staleComments(lines(...before), lines(...after))).toEqual([{ line: 4000, text: '4000' }]);
  });
});
