import { expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { check, type Document, open } from '../../../../server/src/service';

it('searches suggestions for so many unknown names of a profile, and reports all of them', async () => {
  const names = Array.from({ length: 1500 }, () => 'opnat');
  const text = JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ action: 'SCMP_ACT_ALLOW', names }] });
  const document = (await open({ uri: 'file:///p.json', languageId: '', version: 0, text }, memoryFiles(), {
    context: defaultContext,
    language: 'seccomp',
  })) as Document;
  const unknown = check(document, defaultContext, { rules: {} }).filter(({ code }) => code === 'seccomp/unknown-syscall');
  expect(unknown).toHaveLength(1500);
  expect(unknown.filter(({ message }) => message.includes('did you mean'))).toHaveLength(1000);
});
