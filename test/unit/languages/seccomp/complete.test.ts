import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { complete } from '../../../../server/src/languages/seccomp/complete';
import type { SeccompPart } from '../../../../server/src/languages/seccomp/part';
import { contextOf, cursorIn, objectOf, partOf } from './helpers';

function offers(marked: string, context = {}, read: (text: string) => SeccompPart = partOf) {
  const { text, offset } = cursorIn(marked);
  return { text, items: complete(read(text), offset, contextOf(context)) };
}

const labels = (marked: string, context = {}) => offers(marked, context).items.map(({ label }) => label);

/** In the order in which an editor shows them. */
const inOrder = (marked: string, context = {}) =>
  [...offers(marked, context).items].sort((a, b) => ((a.sort ?? a.label) < (b.sort ?? b.label) ? -1 : 1)).map(({ label }) => label);

/** The text after taking an offer, snippet syntax left out. */
function taken(marked: string, label: string, read: (text: string) => SeccompPart = partOf): string {
  const { text, items } = offers(marked, {}, read);
  const item = items.find((each) => each.label === label);
  if (!item) throw new Error(`${label} is not offered`);
  return applyEdits(text, [{ span: item.span, text: item.insert }]);
}

const head = '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ ';

describe('names of calls', () => {
  it('are those that the rule does not have yet, risky ones last', () => {
    const list = `${head}"names": ["read", "|"], "action": "SCMP_ACT_ALLOW" }] }`;
    expect(labels(list)).toContain('write');
    expect(labels(list)).not.toContain('read');
    const order = inOrder(list);
    expect(order.indexOf('write')).toBeLessThan(order.indexOf('mount'));
  });

  it('say where another rule decides', () => {
    const { items } = offers(`${head}"names": ["mount"], "action": "SCMP_ACT_ALLOW" }, { "names": ["|"], "action": "SCMP_ACT_LOG" }] }`);
    expect(items.find(({ label }) => label === 'mount')?.detail).toMatch(/^in rule 1 · (?:high|critical) risk/);
    expect(items.find(({ label }) => label === 'openat')?.detail).toBe('@file-system');
  });

  it('are those of the ABIs that are covered', () => {
    expect(labels(`${head}"names": ["|"], "action": "SCMP_ACT_ALLOW" }] }`)).not.toContain('socketcall');
    expect(labels(`{ "architectures": ["SCMP_ARCH_X86"], "syscalls": [{ "names": ["|"] }] }`)).toContain('socketcall');
  });

  it('come as whole families', () => {
    const text = taken(`${head}"names": ["close", |] }] }`, '@io-uring');
    expect(text).toContain('"io_uring_enter", "io_uring_register", "io_uring_setup"');
    expect(
      taken(
        'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nspec:\n  syscalls:\n  - names:\n    - |\n',
        '@io-uring',
        objectOf,
      ),
    ).toContain('- io_uring_enter\n- io_uring_register');
  });
});

describe('other words', () => {
  it('are the keys that are not there yet', () => {
    expect(labels('{ "defaultAction": "SCMP_ACT_ERRNO", | }')).toEqual(expect.arrayContaining(['syscalls', 'architectures', 'archMap']));
    expect(labels('{ "defaultAction": "SCMP_ACT_ERRNO", | }')).not.toContain('defaultAction');
    expect(labels(`${head}"names": ["read"], | }] }`)).toEqual(expect.arrayContaining(['action', 'args', 'includes']));
  });

  it('say which keys the loader drops, last', () => {
    const { items } = offers(`${head}| }] }`, { target: 'containerd' });
    expect(items.find(({ label }) => label === 'includes')?.detail).toBe('dropped by containerd');
    expect(inOrder(`${head}| }] }`, { target: 'containerd' }).slice(0, 2)).toEqual(['names', 'action']);
  });

  it.each([
    [`{ "defaultAction": "|" }`, 'SCMP_ACT_ALLOW'],
    [`{ "architectures": ["SCMP_ARCH_X86_64", "|"] }`, 'SCMP_ARCH_X86'],
    [`{ "flags": ["|"] }`, 'SECCOMP_FILTER_FLAG_LOG'],
    [`{ "defaultErrno": "|" }`, 'ENOSYS'],
    [`{ "defaultErrnoRet": | }`, '38'],
    [`${head}"includes": { "caps": ["|"] } }] }`, 'CAP_BPF'],
    [`${head}"excludes": { "arches": ["|"] } }] }`, 'amd64'],
    [`${head}"names": ["socket"], "args": [{ "op": "|" }] }] }`, 'SCMP_CMP_MASKED_EQ'],
    [`${head}"names": ["socket"], "args": [{ "index": 0, "value": | }] }] }`, 'AF_INET'],
    [`${head}"names": ["kill"], "args": [{ "index": | }] }] }`, '1'],
    ['{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [|] }', 'allow'],
  ])('at %s', (marked, label) => {
    expect(labels(marked)).toContain(label);
  });

  it('leave out what a list has', () => {
    expect(labels(`{ "architectures": ["SCMP_ARCH_X86_64", "|"] }`)).not.toContain('SCMP_ARCH_X86_64');
  });

  it('write the number for a name', () => {
    expect(taken(`${head}"names": ["socket"], "args": [{ "index": 0, "value": | }] }] }`, 'AF_ALG')).toContain('"value": 38');
  });

  it('come in a text that breaks off', () => {
    expect(labels('{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["rea|')).toContain('read');
  });
});
