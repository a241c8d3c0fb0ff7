import { describe, expect, it } from 'vitest';
import { type Change, defaultContext, mirror, type Target } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const targets: Target[] = ['docker', 'containerd', 'cri-o', 'podman'];
const default_ = (target: Target) => apparmor.baseline!(undefined, { ...defaultContext, target })!;
const short = (changes: readonly Change[]) => changes.map(({ direction, subject }) => `${direction} ${subject}`);
const compare = async (before: string, after: string) => apparmor.diff!(await open(before), await open(after), defaultContext);

describe('the default of a runtime', () => {
  it.each(targets)('%s has no error and no difference to itself', (target) => {
    const { part } = default_(target);
    const found = apparmor.rules.flatMap((rule) =>
      [...rule.check(part, defaultContext)].map((report) => ({ code: rule.code, severity: rule.severity, ...report })),
    );
    expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(apparmor.diff!(part, part, defaultContext)).toEqual([]);
  });

  it('differs between runtimes where their templates do', () => {
    const changes = short(apparmor.diff!(default_('containerd').part, default_('docker').part, defaultContext));
    expect(changes).toEqual(['tightened network alg']);
  });

  it('is chosen by the name of the profile', async () => {
    const part = await open('profile crio-default-web {\n  file,\n}\n');
    expect(apparmor.baseline!(part, defaultContext)!.fileName).toBe('crio-default');
  });

  it("is laid out in the file's order", async () => {
    const part = await open('profile web {\n  umount,\n  file,\n  network,\n}\n');
    const { text } = apparmor.baseline!(part, { ...defaultContext, target: 'docker' })!;
    const at = (rule: string) => text.indexOf(`\n  ${rule},`);
    expect(at('umount')).toBeLessThan(at('file'));
    expect(at('file')).toBeLessThan(at('network'));
  });
});

describe('difference', () => {
  const profile = (...rules: string[]) => `profile web {\n${rules.map((rule) => `  ${rule},\n`).join('')}}\n`;

  it.each<[string, string, string[]]>([
    [profile('/srv/** r'), profile('/srv/www/* r'), ['tightened /srv/** r']],
    [profile('/srv/www/* r'), profile('/srv/** r'), ['loosened /srv/** r']],
    [profile('/srv/{a,b}/** r'), profile('/srv/a/** r', '/srv/b/** r'), []],
    [profile('/log w'), profile('/log a'), ['tightened /log w']],
    [profile('file', 'deny /etc/shadow r'), profile('file'), ['loosened /etc/shadow r']],
    [profile('/srv/** r', 'deny /etc/shadow r'), profile('/srv/** r'), []],
    [profile('/x r'), profile('/x r', '/y rw', 'deny /y rw'), []],
    [profile('capability chown'), profile('capability'), ['loosened every capability']],
    [profile('network inet tcp'), profile('network inet stream'), []],
    [profile('network inet'), profile('network'), ['loosened every kind of socket']],
    [profile('/bin/x ix'), profile('/bin/x Px'), ['altered /bin/x Px', 'altered /bin/x ix']],
    [profile('signal (send receive) peer=web'), profile('signal (receive) peer=@{profile_name}'), ['tightened signal peer=SELF send']],
    [profile('file').replace('{', 'flags=(complain) {'), profile('file'), ['tightened mode']],
    ['@{a} = /srv\nprofile web {\n  @{a}/x r,\n}\n', profile('/srv/x r'), []],
  ])('%s → %s', async (before, after, wanted) => {
    expect(short(await compare(before, after))).toEqual(wanted);
    const back = await compare(after, before);
    const sort = (changes: readonly Change[]) => changes.map((change) => JSON.stringify(change, Object.keys(change).sort())).sort();
    expect(sort(back)).toEqual(sort((await compare(before, after)).map(mirror)));
  });

  it('gives the reason of the default for what it no longer denies', async () => {
    const { part } = default_('docker');
    const after = await open(default_('docker').text.replace('  deny @{PROC}/kcore rwklx,\n', ''));
    const [change] = apparmor.diff!(part, after, defaultContext);
    expect(change).toMatchObject({
      direction: 'loosened',
      before: 'denied',
      after: 'not denied',
      risk: 'It shows the memory of the host.',
    });
  });
});
