import { expect, it } from 'vitest';
import { messageTemplates, printedBy } from '../../../server/src/knowledge';

it.each([
  ['runc/seccomp-flag', 'runc since 1.2'],
  ['admission/apparmor-profile', 'Kubernetes since 1.30'],
  ['cri-o/signature-rejected', 'CRI-O since 1.28, until 1.31'],
  ['program/mkdir', undefined],
  ['admission/privileged', undefined],
  ['nothing/of-the-kind', undefined],
])('%s is printed by: %s', (template, said) => {
  expect(printedBy(template)).toBe(said);
});

it('says it of messages in one form', () => {
  const said = messageTemplates().flatMap(({ id }) => printedBy(id) ?? []);
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter((text) => !/^[\w-]+ (?:since|until) \d+\.\d+/.test(text))).toEqual([]);
});
