import { describe, expect, it } from 'vitest';
import { type Action, applyEdits, type Context, editsOf } from '../../../../server/src/core';
import { seccomp } from '../../../../server/src/languages/seccomp';
import type { SeccompPart } from '../../../../server/src/languages/seccomp/part';
import { contextOf, cursorIn, findingsOf, objectOf, partOf, verdictOf } from './helpers';

/** Actions for the whole file, or where `|` stands. */
function offered(marked: string, context: Partial<Context> = {}): { readonly part: SeccompPart; readonly actions: readonly Action[] } {
  const { text, offset } = marked.includes('|') ? cursorIn(marked) : { text: marked, offset: undefined };
  const part = /^\s*\{/.test(text) ? partOf(text) : objectOf(text);
  const at = offset === undefined ? { start: 0, end: text.length } : { start: offset, end: offset };
  return { part, actions: seccomp.actions!(part, at, contextOf(context)) };
}

const titles = (marked: string, context: Partial<Context> = {}) => offered(marked, context).actions.map(({ title }) => title);

/** The text after the action whose title begins so. */
function done(marked: string, title: string, context: Partial<Context> = {}): string {
  const { part, actions } = offered(marked, context);
  const action = actions.find((each) => each.title.startsWith(title));
  if (!action) throw new Error(`no “${title}” among ${actions.map((each) => each.title).join(' | ')}`);
  return applyEdits(part.text, editsOf(action));
}

const list = (names: string, more = '') => `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 1,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": [${names}], "action": "SCMP_ACT_ALLOW" }${more}
  ]
}
`;

describe('hardening', () => {
  it('takes out what a service can do without, and says who needs it', () => {
    const { part, actions } = offered(list('"bpf", "execve", "io_uring_setup", "io_uring_enter", "read"'));
    const [first] = actions;
    expect(first).toMatchObject({
      kind: 'harden',
      safe: false,
      title: 'Refuse 3 calls that hardly any service needs…',
      note: expect.stringMatching(/^What stops working: io_uring \(.*\) and bpf \(.*Cilium.*\)\.$/),
    });
    expect(applyEdits(part.text, editsOf(first!))).toBe(list('"execve", "read"'));
  });

  it('takes out one family where the cursor is at one of its calls', () => {
    const text = list('"bpf", "execve", "io_uring_se|tup", "io_uring_enter", "ptrace"');
    expect(titles(text)[0]).toBe('Refuse io_uring…');
    expect(done(text, 'Refuse io_uring')).toBe(list('"bpf", "execve", "ptrace"'));
    expect(done(list('"execve", "ptra|ce"'), 'Refuse looking into other processes')).toBe(list('"execve"'));
    expect(titles(list('"execve", "ptrace"'))).toEqual([]);
  });

  it('removes rules that are left without names, and knows which rules hold', () => {
    const bpf = (caps: string) => `,\n    { "names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["${caps}"] } }`;
    expect(titles(list('"execve"', bpf('CAP_BPF')))).toEqual([]);
    expect(done(list('"execve"', bpf('CAP_CHOWN')), 'Refuse bpf')).toBe(list('"execve"'));
    // containerd drops the condition.
    expect(done(list('"execve"', bpf('CAP_BPF')), 'Refuse bpf', { target: 'containerd' })).toBe(list('"execve"'));
  });

  it('adds a rule where the default action allows', () => {
    const text = done('{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [] }', 'Refuse ');
    for (const call of ['bpf', 'mount', 'io_uring_setup']) expect(verdictOf(text, call)).toBe('ERRNO(1)');
    expect(verdictOf(text, 'ptrace')).toBe('ALLOW');
  });

  it('allows clone and socket as the runtime’s default does', () => {
    const text = done(list('"clone", "clone3", "execve", "socket"'), 'Allow clone and socket only as Docker’s default does…');
    const made = partOf(text);
    expect(verdictOf(text, 'clone', [0x11])).toBe('ALLOW');
    expect(verdictOf(text, 'clone', [0x1000_0000])).toBe('ERRNO(1)');
    expect(verdictOf(text, 'clone3')).toBe('ERRNO(38)');
    expect([1, 2, 38, 40].map((family) => verdictOf(text, 'socket', [family]))).toEqual(['ALLOW', 'ALLOW', 'ERRNO(1)', 'ERRNO(1)']);
    expect(findingsOf(made).filter(({ severity }) => severity === 'error')).toEqual([]);
    // Done is done.
    expect(seccomp.actions!(made, { start: 0, end: text.length }, contextOf()).map(({ title }) => title)).not.toContainEqual(
      expect.stringMatching(/^Allow/),
    );
    expect(titles(list('"clone", "execve", "soc|ket"'))).toContain('Allow socket only as Docker’s default does…');
  });

  it('turns a list of what is refused into one of what is allowed', () => {
    const text = `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "syscalls": [
    { "names": ["chmod", "mount"], "action": "SCMP_ACT_ERRNO" },
    { "names": ["kill"], "action": "SCMP_ACT_KILL_PROCESS" },
    { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 38, "op": "SCMP_CMP_EQ" }] },
    { "names": ["dup2"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 9, "op": "SCMP_CMP_GE" }] },
    { "names": ["dup3"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 3, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" }] }
  ]
}
`;
    const { actions } = offered(text);
    const action = actions.find(({ title }) => title === 'Deny by default, and allow what Docker’s default allows…');
    expect(action?.note).toMatch(/Refused for all arguments: dup3\.$/);
    const made = applyEdits(text, editsOf(action!));
    expect(['execve', 'chmod', 'mount', 'bpf', 'kill', 'clone3'].map((call) => verdictOf(made, call))).toEqual([
      ...['ALLOW', 'ERRNO(1)', 'ERRNO(1)', 'ERRNO(1)', 'KILL_PROCESS', 'ERRNO(38)'],
    ]);
    expect([2, 38, 40].map((family) => verdictOf(made, 'socket', [family]))).toEqual(['ALLOW', 'ERRNO(1)', 'ERRNO(1)']);
    expect([8, 9].map((fd) => verdictOf(made, 'dup2', [fd]))).toEqual(['ALLOW', 'ERRNO(1)']);
    expect(verdictOf(made, 'dup3', [0])).toBe('ERRNO(1)');
  });

  it('fills a list that is empty', () => {
    const text = '{ "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, "syscalls": [] }';
    const made = done(text, 'Allow what Docker’s default allows…');
    expect(['execve', 'bpf', 'clone3'].map((call) => verdictOf(made, call))).toEqual(['ALLOW', 'ERRNO(1)', 'ERRNO(38)']);
    expect(findingsOf(partOf(made)).filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });
});

describe('logging first', () => {
  const text = list('"execve", "read"');
  const atDefault = text.replace('SCMP_ACT_ERRNO', 'SCMP_ACT|_ERRNO');

  it('logs what is not listed, and takes it back', () => {
    const logging = done(atDefault, 'Log what is not listed instead of refusing it…');
    expect(logging).toBe(text.replace('"SCMP_ACT_ERRNO",\n  "defaultErrnoRet": 1', '"SCMP_ACT_LOG"'));
    expect(findingsOf(partOf(logging)).filter(({ severity }) => severity === 'error')).toEqual([]);
    const back = done(logging, 'Refuse what is not listed…');
    expect(back).toBe(text.replace('"defaultErrnoRet": 1', '"defaultErrnoRet": 38'));
    expect(offered(logging).actions[0]).toMatchObject({ kind: 'harden', title: 'Refuse what is not listed…' });
  });

  it('is not offered elsewhere, nor taken back where the program could not start', () => {
    expect(titles(text.replace('"read"', '"re|ad"'))).not.toContainEqual(expect.stringMatching(/^Log /));
    expect(titles('{ "defaultAction": "SCMP_ACT_LOG", "syscalls": [] }')).not.toContainEqual(expect.stringMatching(/^Refuse what/));
  });

  it('tells clone3 apart in an object, which has no error for the default', () => {
    const object = (more: string) =>
      `apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\nmetadata:\n  name: a\nspec:\n  defaultAction: ${more}\n`;
    const rules = '  syscalls:\n    - action: SCMP_ACT_ALLOW\n      names: [execve, read]';
    expect(done(object(`SCMP_ACT_LOG\n${rules}`), 'Refuse what is not listed…')).toBe(
      object(`SCMP_ACT_ERRNO\n${rules}\n    - names:\n        - clone3\n      action: SCMP_ACT_ERRNO\n      errnoRet: 38`),
    );
  });

  it('logs the calls of one rule', () => {
    const rule = '{ "names": ["ptrace"], "action": "SCMP_ACT_ERRNO|", "errnoRet": 13 }';
    const made = done(list('"read"', `,\n    ${rule}`), 'Log the calls of this rule instead of refusing them…');
    expect(made).toBe(list('"read"', ',\n    { "names": ["ptrace"], "action": "SCMP_ACT_LOG" }'));
  });
});

describe('writing otherwise', () => {
  it('sorts names and leaves lines as they are', () => {
    expect(done(list('"write",  "brk",\n      "read"'), 'Sort the names of every rule')).toBe(list('"brk",  "read",\n      "write"'));
    expect(titles(list('"brk", "read"'))).toEqual([]);
    expect(titles(list('"wr|ite", "read"'))).toContain('Sort the names of this rule');
  });

  it('sorts nothing where comments stand', () => {
    const object = (names: string) =>
      `apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata:\n  name: a\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n  syscalls:\n    - action: SCMP_ACT_ALLOW\n      names:\n${names}`;
    expect(titles(object('        - write # output\n        - read\n'))).toEqual([]);
    expect(done(object('        - write\n        - read\n'), 'Sort')).toBe(object('        - read\n        - write\n'));
  });

  it('merges rules that do the same', () => {
    const other = (names: string, more = '') => `,\n    { "names": [${names}], "action": "SCMP_ACT_ALLOW"${more} }`;
    expect(done(list('"read"', other('"write", "read"') + other('"brk"')), 'Merge 3 rules')).toBe(list('"read", "write", "brk"'));
    const conditional = ', "includes": { "caps": ["CAP_CHOWN"] }';
    expect(titles(list('"read"', other('"write"', conditional)))).toEqual([]);
    expect(titles(list('"read"', other('"write"', ', "comment": "why"')))).toEqual([]);
    // The rule between decides about the call first.
    const between = ',\n    { "names": ["write"], "action": "SCMP_ACT_KILL_PROCESS" }';
    expect(titles(list('"read"', between + other('"write"')))).toEqual([]);
  });

  it('splits a long rule by family and writes a family out', () => {
    const names = '"accept", "bind", "brk", "close", "connect", "listen", "mmap", "mprotect", "munmap", "read", "socket", "write"';
    const made = JSON.parse(done(list(`|${names}`), 'Split this rule into 3, one for each family of calls'));
    expect(made.syscalls.map((rule: { names: string[] }) => rule.names)).toEqual([
      ['accept', 'bind', 'connect', 'listen', 'socket'],
      ['brk', 'mmap', 'mprotect', 'munmap'],
      ['close', 'read', 'write'],
    ]);
    expect(done(list('"read", "@io-|uring"'), 'Write out the 3 calls of @io-uring')).toBe(
      list('"read", "io_uring_enter", "io_uring_register", "io_uring_setup"'),
    );
  });
});
