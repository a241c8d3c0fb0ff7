import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf } from '../../../../server/src/core';
import { builtInFeatures, readFeatures, shippedFeatures } from '../../../../server/src/knowledge';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { missingAbi } from '../../../../server/src/languages/apparmor/rules/missingAbi';
import { missingAbiFile } from '../../../../server/src/languages/apparmor/rules/missingAbiFile';
import { notEnforced } from '../../../../server/src/languages/apparmor/rules/notEnforced';
import { fixesOf } from '../../../helpers/fixes';
import { open } from './helpers';

const web = (abi: string | undefined, ...rules: string[]) =>
  `${abi ? `abi <abi/${abi}>,\n` : ''}profile web {\n${rules.map((rule) => `  ${rule}\n`).join('')}}\n`;

async function found(text: string, files?: Readonly<Record<string, string>>, path?: string, context: Context = defaultContext) {
  const part = await open(text, files, path, context);
  return [...notEnforced.check(part, context)].map(
    ({ span, severity }) => `${severity ?? notEnforced.severity}: ${text.slice(span.start, span.end)}`,
  );
}

async function asked(text: string, query: string, files?: Readonly<Record<string, string>>) {
  const { markdown, json } = apparmor.explain!(await open(text, files), query, defaultContext);
  return { markdown, decision: json.decision, mediated: json.mediated };
}

describe('abi files', () => {
  it('are read as paths, whatever their layout', () => {
    const features = readFeatures('a {b {c d\n}\n}\ne\n{ f { yes } }')!;
    expect([...features].sort()).toEqual(['a', 'a/b', 'a/b/c', 'a/b/d', 'e', 'e/f', 'e/f/yes']);
    expect(readFeatures('')).toBeUndefined();
    expect(readFeatures('no braces')).toBeUndefined();
    expect(readFeatures('a {b')).toBeUndefined();
  });

  it('that AppArmor ships are a table', () => {
    expect(shippedFeatures('3.0')!.has('namespaces/mask/userns_create')).toBe(false);
    expect(shippedFeatures('4.0')!.has('namespaces/mask/userns_create')).toBe(true);
    expect(shippedFeatures('4.0')!.has('io_uring')).toBe(false);
    expect(shippedFeatures('kernel-5.4-vanilla')!.has('dbus')).toBe(false);
    expect(builtInFeatures().has('network/af_unix')).toBe(true);
    expect(shippedFeatures('default')).toBeUndefined();
  });
});

describe('a rule of a class that the abi does not mediate', () => {
  it.each([
    ['3.0', ['userns,', 'io_uring sqpoll,', 'mqueue read /q,', 'network inet,', 'dbus,'], ['userns', 'io_uring', 'mqueue']],
    ['4.0', ['userns,', 'deny io_uring sqpoll,', 'mqueue read /q,', 'mqueue type=sysv,'], ['io_uring', 'mqueue']],
    ['5.0', ['userns,', 'io_uring,', 'mqueue,', 'unix,', 'network inet ip=::1,'], []],
    ['kernel-5.4-vanilla', ['deny network inet,', 'dbus,', 'unix,', 'signal,', 'mount,', 'capability bpf,'], ['network', 'dbus', 'unix']],
    [undefined, ['userns create,', 'network inet,', 'unix,', 'dbus,', 'signal,'], ['userns']],
  ])('under %s: %j', async (abi, rules, wanted) => {
    expect(await found(web(abi, ...rules))).toEqual(wanted.map((word) => `warning: ${word}`));
  });

  it('network rules that only patched kernels enforce are a hint where the abi is stated', async () => {
    expect(await found(web('kernel-5.4-outoftree-network', 'network inet,'))).toEqual(['hint: network']);
  });

  it.each([
    ['4.0', 'network inet ip=10.0.0.1 port=80,', ['ip', 'port']],
    ['4.0', 'network inet peer=(ip=10.0.0.1),', ['peer']],
    ['4.0-ip', 'network inet ip=10.0.0.1 interface=eth0,', ['interface']],
    ['5.0-interface', 'network inet ip=10.0.0.1 interface=eth0,', []],
  ])('conditions are dropped under %s: %s', async (abi, rule, wanted) => {
    expect(await found(web(abi, rule))).toEqual(wanted.map((word) => `warning: ${word}`));
  });

  it('flags and attributes that the abi does not list are ignored', async () => {
    const text = 'profile web /usr/bin/web xattrs=(user.a=b) flags=(interruptible, complain) {\n}\n';
    expect(await found(text)).toEqual(['warning: xattrs', 'warning: interruptible']);
    expect(await found(`abi <abi/4.0>,\n${text}`)).toEqual(['warning: interruptible']);
  });

  it('is not known of the running kernel, of an abi that cannot be read, and of a fragment', async () => {
    expect(await found(web('4.0', 'userns,').replace('abi/4.0', 'kernel'))).toEqual([]);
    expect(await found(web('mine', 'userns,'))).toEqual([]);
    expect(await found('userns,\n', {}, 'apparmor.d/abstractions/x')).toEqual([]);
    expect(await found('abi <abi/3.0>,\nuserns,\n', {}, 'apparmor.d/abstractions/x')).toEqual(['warning: userns']);
  });

  it('follows a file of the include folders, and the first abi of the preamble', async () => {
    expect(await found(web('mine', 'userns,'), { 'abi/mine': 'signal {mask {hup\n}\n}\n' })).toEqual(['warning: userns']);
    expect(await found(web('mine', 'userns,'), { 'abi/mine': 'namespaces {mask {userns_create\n}\n}\n' })).toEqual([]);
    const included = { 'tunables/own': 'abi <abi/4.0>,\n', 'abstractions/own': 'abi <abi/4.0>,\n' };
    expect(await found(`include <tunables/own>\n${web(undefined, 'userns,')}`, included)).toEqual([]);
    expect(await found(web(undefined, 'include <abstractions/own>', 'userns,'), included)).toEqual(['warning: userns']);
  });

  it('depends on the release of apparmor_parser too', async () => {
    const old = { ...defaultContext, apparmor: { version: '2.13' } };
    expect(await found(web(undefined, 'network inet,', 'dbus,'), {}, undefined, old)).toEqual([]);
    const before = { ...defaultContext, apparmor: { version: '3.1' } };
    expect(await found(web('4.0', 'userns,'), {}, undefined, before)).toEqual(['warning: userns']);
  });
});

describe('the fix', () => {
  const abis = { 'abi/3.0': '', 'abi/4.0': '', 'abi/5.0': '', 'abi/kernel-5.4-vanilla': '' };
  async function fixed(text: string, rule: typeof notEnforced, files: Readonly<Record<string, string>>, context: Context = defaultContext) {
    const part = await open(text, files, undefined, context);
    const [first] = [...rule.check(part, context)];
    return fixesOf(first!).map((fix) => [applyEdits(text, editsOf(fix)), fix.note]);
  }

  it('writes the newest abi of the include folders that mediates the rule, and says what changes', async () => {
    const text = web('3.0', 'userns,', 'unix,');
    const [[after, note]] = (await fixed(text, notEnforced, abis)) as [[string, string]];
    expect(after).toBe(text.replace('3.0', '5.0'));
    expect(note).toContain('Enforced from then on: user namespaces, io_uring operations and POSIX message queues.');
    expect(note).toContain('No rule allows io_uring operations and POSIX message queues');
  });

  it('writes no abi that the release does not have', async () => {
    const context = { ...defaultContext, apparmor: { version: '4.1' } };
    expect((await fixed(web('3.0', 'userns,'), notEnforced, {}, context))[0]![0]).toContain('abi <abi/4.0>');
    expect(await fixed(web('4.0', 'io_uring,'), notEnforced, {}, context)).toEqual([]);
    expect((await fixed(web('4.0', 'io_uring,'), notEnforced, {}))[0]![0]).toContain('abi <abi/5.0>');
  });

  it('of a missing abi file is the newest that is there', async () => {
    expect((await fixed(web('9.9', '/a r,'), missingAbiFile, abis))[0]![0]).toContain('abi <abi/5.0>');
    expect((await fixed(web('kernel-5.4-vanila', '/a r,'), missingAbiFile, abis))[0]![0]).toContain('abi <abi/kernel-5.4-vanilla>');
  });

  it('of a missing abi is the newest, and the hint gives way to the warning', async () => {
    expect((await fixed(web(undefined, '/a r,'), missingAbi, abis))[0]![0]).toContain('abi <abi/5.0>');
    expect([...missingAbi.check(await open(web(undefined, 'userns,')), defaultContext)]).toEqual([]);
  });
});

describe('explain', () => {
  it.each([
    ['3.0', 'userns', 'allow', false],
    ['4.0', 'userns', 'deny', undefined],
    ['4.0', 'io_uring sqpoll', 'allow', false],
    ['4.0', 'mqueue read /q', 'deny', undefined],
    ['5.0', 'mqueue read 12', 'allow', false],
    ['kernel-5.4-vanilla', 'network inet stream', 'allow', false],
    ['kernel-5.4-vanilla', 'signal send peer=x', 'deny', undefined],
    [undefined, 'userns', 'allow', false],
    [undefined, 'network inet stream', 'deny', undefined],
    ['3.0', '/etc/shadow r', 'deny', undefined],
    ['3.0', 'capability bpf', 'deny', undefined],
  ])('under %s %s: %s', async (abi, query, decision, mediated) => {
    expect(await asked(web(abi, '/usr/bin/web mr,'), query)).toMatchObject({ decision, mediated });
  });

  it('names the abi, also where a rule denies without effect', async () => {
    const { markdown, decision } = await asked(web('3.0', 'deny userns,'), 'userns');
    expect(decision).toBe('allow');
    expect(markdown).toBe("`web` doesn't restrict `userns`: user namespaces are not mediated under abi 3.0, so nothing is denied.");
  });

  it('says what must be true of the kernel', async () => {
    expect((await asked(web(undefined, '/a r,'), 'network inet')).markdown).toContain('Ubuntu');
    expect((await asked(web('x', '/a r,').replace('abi/x', 'kernel'), 'userns')).markdown).toContain('the abi leaves that to the kernel');
  });

  it('in complain mode a deny rule denies, and the rest passes', async () => {
    const text = 'profile web flags=(complain) {\n  deny /srv/key r,\n  audit deny /srv/other r,\n}\n';
    expect((await asked(text, '/srv/key r')).markdown).toMatch(/denies.*\n\n.*enforced even then; nothing is logged/);
    expect((await asked(text, '/srv/other r')).markdown).toMatch(/denies.*\n\n.*enforced even then; with `audit` it is logged/);
    const part = await open(text);
    const hover = apparmor.hover!(part, text.indexOf('complain') + 1, defaultContext);
    expect(hover?.markdown).toContain('logged only with `audit deny`');
    expect((await asked(text, '/etc/hosts r')).markdown).toContain('logged and goes through');
  });

  it('in short lists what is not mediated', async () => {
    const { markdown } = await asked(web('4.0', '/a r,'), 'risks');
    expect(markdown).toContain('Not mediated under abi 4.0, so nothing is denied: io\\_uring operations.'.replace('\\_', '_'));
  });
});

describe('a diff', () => {
  async function changes(before: string, after: string) {
    const found = apparmor.diff!(await open(before), await open(after), defaultContext);
    return found.map((one) => `${one.direction}: ${one.subject}: ${one.before} -> ${one.after}`);
  }

  it('of two abis says which classes are mediated from then on', async () => {
    expect(await changes(web('3.0', '/a r,'), web('4.0', '/a r,'))).toEqual([
      'tightened: POSIX message queues: not mediated under abi 3.0 -> mediated under abi 4.0',
      'tightened: user namespaces: not mediated under abi 3.0 -> mediated under abi 4.0',
    ]);
    expect(await changes(web('4.0', 'userns,'), web('kernel-5.4-outoftree-network', 'userns,'))).toEqual([
      'loosened: POSIX message queues: mediated under abi 4.0 -> not mediated under abi kernel-5.4-outoftree-network',
      'loosened: network sockets: mediated under abi 4.0 -> mediated by patched kernels only, under abi kernel-5.4-outoftree-network',
      'loosened: user namespaces: mediated under abi 4.0 -> not mediated under abi kernel-5.4-outoftree-network',
    ]);
  });

  it('has no change where a rule is added that is not enforced', async () => {
    expect(await changes(web('3.0', '/a r,'), web('3.0', '/a r,', 'userns,', 'deny io_uring,'))).toEqual([]);
    expect(await changes(web('4.0', '/a r,'), web('4.0', '/a r,', 'userns,'))).toEqual(['loosened: userns: not allowed -> allowed']);
  });
});
