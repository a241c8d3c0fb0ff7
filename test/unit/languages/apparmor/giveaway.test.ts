import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { fixesOf } from '../../../helpers/fixes';
import { open } from './helpers';

async function findings(text: string, path?: string) {
  const part = await open(text, {}, path);
  return apparmor.rules
    .filter(({ category }) => category === 'security')
    .flatMap((rule) =>
      [...rule.check(part, defaultContext)].map((report) => ({
        code: rule.code,
        severity: report.severity ?? rule.severity,
        word: text.slice(report.span.start, report.span.end),
        fixes: fixesOf(report),
      })),
    );
}

const said = async (text: string, path?: string) =>
  (await findings(text, path)).map(({ code, severity, word }) => `${code.split('/')[1]} ${severity} ${word}`);

describe('what a profile gives away', () => {
  it.each([
    ['file,', ['everything-allowed information file']],
    ['all,', ['everything-allowed information all']],
    ['/{,**} rwlkm,', ['everything-allowed warning /{,**}']],
    ['/usr/lib/*.so* w,', ['writable-programs warning /usr/lib/*.so*']],
    ['/usr/bin/x pux,', ['unconfined-exec information pux']],
    ['/usr/bin/x PUx,', ['unconfined-exec hint PUx']],
    ['/usr/bin/x Ux,', ['unconfined-exec information Ux']],
    ['owner /home/*/** rw,', []],
    ['/home/*/** r,', ['readable-secrets hint /home/*/**']],
    ['/** r,', ['raw-memory information /**', 'readable-secrets hint /**']],
    ['@{run}/docker.sock rw,', ['runtime-socket warning @{run}/docker.sock']],
    ['change_profile,', ['unlimited-change-profile information change_profile']],
    ['change_profile -> web//*,', []],
    ['ptrace (read, trace) peer=unconfined,', ['unlimited-ptrace information ptrace']],
    ['ptrace (read, trace) peer=@{profile_name},', []],
    ['mount fstype=tmpfs,', []],
    ['capability,', ['powerful-capability hint capability']],
    ['/sys/fs/cgroup/** w,', ['writable-kernel-settings information /sys/fs/cgroup/**']],
    ['/sys/** w,', ['writable-kernel-settings warning /sys/**', 'writable-policy information /sys/**']],
    ['/var/cache/** rw,', []],
    ['/var/** rw,', ['writable-start-up information /var/**']],
    ['/var/run/** rw,', ['runtime-socket warning /var/run/**']],
    ['/{,var/}run/** rw,', ['runtime-socket warning /{,var/}run/**']],
  ])('%s', async (rule, expected) => {
    expect(await said(`profile web {\n  ${rule}\n}\n`)).toEqual(expected);
  });

  it.each([
    [
      'what a deny rule takes back',
      'profile web {\n  /** r,\n  deny /home/*/.ssh/** r,\n  deny /root/.ssh/** r,\n  deny /etc/{,g}shadow r,\n  deny /etc/ssh/** r,\n  deny /dev/** r,\n  deny /proc/kcore r,\n}\n',
    ],
    ['what a block denies', 'profile web {\n  deny {\n    /** rw,\n  }\n}\n'],
    ['the socket of the runtime itself', 'profile dockerd @{exec_path} {\n  /run/docker.sock rw,\n}\n'],
    ['the socket of the runtime itself', '/usr/bin/containerd {\n  /run/containerd/** rw,\n}\n'],
    ['profiles that confine nothing', 'profile web flags=(unconfined) {\n  all,\n}\n'],
  ])('leaves out %s', async (_, text) => {
    expect(await said(text)).toEqual([]);
  });

  it('takes no container for a runtime', async () => {
    expect(await said('profile docker {\n  /run/docker.sock rw,\n}\n')).toEqual(['runtime-socket warning /run/docker.sock']);
  });

  it('judges fragments too', async () => {
    expect(await said('/run/docker.sock rw,\n', 'apparmor.d/abstractions/web')).toEqual(['runtime-socket warning /run/docker.sock']);
  });

  it.each([
    ['/** rwk,', 'Allow only rk…', '/** rk,'],
    ['/usr/bin/x rux,', 'Write ix instead of ux…', '/usr/bin/x rix,'],
    ['/usr/bin/x PUx -> x,', 'Write Px instead of PUx…', '/usr/bin/x Px -> x,'],
    ['capability chown sys_admin kill,', 'Remove sys_admin…', 'capability chown kill,'],
    ['ptrace trace,', 'Add peer=@{profile_name}…', 'ptrace trace peer=@{profile_name},'],
    ['ptrace peer=unconfined,', 'Write peer=@{profile_name}…', 'ptrace peer=@{profile_name},'],
  ])('hardens %s', async (rule, title, result) => {
    const text = `profile web {\n  ${rule}\n}\n`;
    const fix = (await findings(text)).flatMap(({ fixes }) => fixes)[0]!;
    expect(fix).toMatchObject({ title, safe: false, note: expect.stringMatching(/\.$/) });
    expect(applyEdits(text, editsOf(fix))).toBe(`profile web {\n  ${result}\n}\n`);
  });

  it('takes away a rule with its line', async () => {
    const text = 'profile web {\n  /a r,\n  mount,\n}\n';
    expect(applyEdits(text, editsOf((await findings(text))[0]!.fixes[0]!))).toBe('profile web {\n  /a r,\n}\n');
  });
});
