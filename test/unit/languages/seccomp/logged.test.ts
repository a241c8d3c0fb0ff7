import { describe, expect, it } from 'vitest';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { contextOf, partOf } from './helpers';

const ask = (action: string, flags?: readonly string[], call = 'mount') => {
  const part = partOf({
    defaultAction: action,
    ...(flags && { flags }),
    syscalls: [
      { names: ['read'], action: 'SCMP_ACT_ALLOW' },
      { names: ['zz_newest', 'listns'], action: 'SCMP_ACT_ALLOW' },
    ],
  });
  const { markdown, json } = seccomp.explain!(part, call, contextOf({ target: 'podman' }));
  return { markdown, seenBy: json.seenBy };
};

describe('whether a decision is seen', () => {
  it.each([
    ['SCMP_ACT_ERRNO', undefined, 'none', 'Not logged: the kernel logs this refusal only'],
    ['SCMP_ACT_ERRNO', ['SECCOMP_FILTER_FLAG_LOG'], 'log', 'where auditd runs'],
    ['SCMP_ACT_TRAP', undefined, 'none', 'Not logged: '],
    ['SCMP_ACT_KILL_PROCESS', undefined, 'log', '`type=SECCOMP`'],
    ['SCMP_ACT_KILL', [], 'log', '`type=SECCOMP`'],
    ['SCMP_ACT_LOG', undefined, 'log', '`type=SECCOMP`'],
    ['SCMP_ACT_NOTIFY', undefined, 'agent', 'the agent'],
    ['SCMP_ACT_TRACE', undefined, 'tracer', 'only a tracer'],
    ['SCMP_ACT_TRACE', ['SECCOMP_FILTER_FLAG_LOG'], 'log', '`type=SECCOMP`'],
  ])('%s with the flags %j: %s', (action, flags, seenBy, words) => {
    const answer = ask(action, flags);
    expect(answer.seenBy).toBe(seenBy);
    expect(answer.markdown).toContain(words);
  });

  it('offers the copy that logs where nobody sees it, and says nothing of what runs', () => {
    expect(ask('SCMP_ACT_ERRNO').markdown).toContain('`SCMP_ACT_LOG` as the default action');
    const allowed = ask('SCMP_ACT_ERRNO', ['SECCOMP_FILTER_FLAG_LOG'], 'read');
    expect([allowed.seenBy, /[Ll]ogged/.test(allowed.markdown)]).toEqual(['none', false]);
  });

  it('says the same in words and in JSON of a call that runc refuses itself', () => {
    const part = partOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] });
    const { markdown, json } = seccomp.explain!(part, 'statx', contextOf());
    expect([json.decision, markdown.includes('fails with ENOSYS'), json.seenBy]).toEqual(['SCMP_ACT_ERRNO(38)', true, 'none']);
  });
});
