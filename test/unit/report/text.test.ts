import { expect, it } from 'vitest';
import type { Severity } from '../../../server/src/core';
import { findingsAsText, plain } from '../../../server/src/report';

const finding = (severity: Severity, start: number) => ({
  code: 'pod/x' as const,
  message: `number ${start}`,
  span: { start, end: start + 1 },
  severity,
  help: '',
  fixes: [],
});

it('prints the worst of very many findings of a file, and says how many are left', () => {
  const text = '-'.repeat(3000);
  const findings = Array.from({ length: 3000 }, (_, i) => finding(i === 2900 ? 'error' : 'warning', i));
  const printed = findingsAsText([{ path: 'a.yaml', language: 'pod', text, findings }], plain, 'warning').split('\n');
  expect(printed.filter((line) => / (?:error|warning) number /.test(line))).toHaveLength(1000);
  expect(printed).toContain('a.yaml:1:2901 error number 2900 [pod/x]');
  expect(printed).toContain('a.yaml: 2000 further findings are not printed, and none is worse than those above (--format json lists all)');
  expect(printed).toContain('1 file checked: 1 error, 2999 warnings');
});

it('says each reason for which files were read in part once', () => {
  const file = (path: string, partial?: string) => ({ path, language: 'pod', text: '', findings: [], ...(partial && { partial }) });
  const files = [file('a', 'a template: lookup'), file('b', 'a template: lookup'), file('c', 'too long'), file('d')];
  expect(findingsAsText(files, plain, 'warning').split('\n')).toEqual([
    '4 files checked, 3 read in part: no findings',
    '2 files read in part: a template: lookup.',
    '1 file read in part: too long.',
    '',
  ]);
});
