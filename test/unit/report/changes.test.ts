import { expect, it } from 'vitest';
import { type Change, code, link, linkedTo, printed } from '../../../server/src/core';
import { changesAsMarkdown, changesAsText, plain } from '../../../server/src/report';

const change = (subject: string, rest: Partial<Change> = {}): Change => ({
  direction: 'loosened',
  subject,
  before: 'refused with EPERM',
  after: 'allowed',
  ...rest,
});

const rowsOf = (report: string) => report.split('\n').filter((line) => /^\|(?! ?-)/.test(line));

it('names the columns after the two files', () => {
  const [head] = rowsOf(changesAsMarkdown('Docker 27', 'web.json', [change('mount')]));
  expect(head).toBe('|  | Docker 27 | web.json |');
});

it('puts changes that differ only in their name into one row', () => {
  const many = Array.from({ length: 227 }, (_, i) => change(`call${i}`, { group: 'files' }));
  const report = changesAsMarkdown('a', 'b', many);
  const [, row, ...others] = rowsOf(report);
  expect(report).toContain('## Permits more (227)');
  expect(others).toEqual([]);
  expect(row).toMatch(/^\| 227: `call0`, `call1`, /);
  for (const { subject } of many) expect(row).toContain(`\`${subject}\``);
});

it('keeps rows apart that differ in a side, in why they matter or in their family', () => {
  const report = changesAsMarkdown('a', 'b', [
    change('open', { group: 'files' }),
    change('mount', { group: 'files', before: 'refused with ENOSYS' }),
    change('bpf', { group: 'files', risk: 'reads the memory of the kernel' }),
    change('socket', { group: 'network' }),
    change('read', { group: 'files' }),
    change('kill', { group: 'files', direction: 'tightened' }),
  ]);
  const subjects = rowsOf(report).flatMap((row) => /^\| (?=[\d`])([^|]+) \|/.exec(row)?.[1] ?? []);
  expect(subjects.sort()).toEqual(['2: `open`, `read`', '`bpf`', '`kill`', '`mount`', '`socket`']);
});

it('keeps the link of each name in a row', () => {
  const place = ({ subject }: Change) => link(code(subject), `file:///project/a.json#L${subject.length}`);
  const report = linkedTo(changesAsMarkdown('a', 'b', [change('open'), change('close')], { place }), 'file:///project/a.json');
  expect(report).toContain('[`close`](file:///project/a.json#L5), [`open`](file:///project/a.json#L4)');
});

it('groups in the terminal as in the report: one line for changes that differ only in their name', () => {
  const many = Array.from({ length: 227 }, (_, i) => change(`call${i}`, { group: 'files' }));
  const lines = printed(
    changesAsText(
      'a',
      'b',
      [...many, change('bpf', { group: 'kernel', weight: 1, risk: 'Code.' }), change('kill', { direction: 'tightened' })],
      plain,
    ),
  ).split('\n');
  expect(lines.slice(2, 7)).toEqual(['Permits more (228)', '  kernel', '  + bpf: refused with EPERM → allowed', '      Code.', '  files']);
  expect(lines[7]).toMatch(/^ {2}\+ 227: call0, call1, .*: refused with EPERM → allowed$/);
  for (const { subject } of many) expect(lines[7]).toMatch(new RegExp(`\\b${subject}[,:]`));
  expect(lines.slice(8).filter(Boolean)).toEqual(['Permits less (1)', '  - kill: refused with EPERM → allowed']);
});

it('names a family once, wherever its changes are in the order of weight', () => {
  const spread = [
    change('a', { group: 'files', weight: 3 }),
    change('b', { group: 'kernel', weight: 2 }),
    change('c', { group: 'files', before: 'x' }),
  ];
  const text = printed(changesAsText('a', 'b', spread, plain));
  expect(text.match(/^ {2}(?:files|kernel)$/gm)).toEqual(['  files', '  kernel']);
});

it('shows names in backticks as code in why a change matters, and nothing else as Markdown', () => {
  const report = changesAsMarkdown('a', 'b', [change('mount', { risk: 'With `CAP_SYS_ADMIN` a *mount* [brings](x) files.' })]);
  expect(report).toMatch(/\| With `CAP_SYS_ADMIN` a \\\*mount\\\* \\\[brings\\\]\(x\) files\. \|/);
});
