import { expect, it } from 'vitest';
import type { Span } from '../../../server/src/core';
import { type CheckedFile, findingsForGithub } from '../../../server/src/report';

const fileWith = (span: Span, message: string): CheckedFile => ({
  path: 'odd names/100%, a:b.json',
  language: 'seccomp',
  text: '{\n  "a": [\n  ]\n}\n',
  findings: [{ code: 'seccomp/x', span, message, severity: 'hint', help: '', fixes: [] }],
});

it('escapes what would end a property or the line', () => {
  expect(findingsForGithub([fileWith({ start: 4, end: 7 }, '50% of it,\nand: more')], 'hint')).toBe(
    '::notice file=odd names/100%25%2C a%3Ab.json,line=2,endLine=2,col=3,endColumn=6,title=seccomp/x::50%25 of it,%0Aand: more\n',
  );
});

it('gives columns within one line only, as the runner takes them', () => {
  expect(findingsForGithub([fileWith({ start: 9, end: 14 }, 'Two lines.')], 'hint')).toBe(
    '::notice file=odd names/100%25%2C a%3Ab.json,line=2,endLine=3,title=seccomp/x::Two lines.\n',
  );
});
