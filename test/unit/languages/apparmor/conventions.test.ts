import { describe, expect, it } from 'vitest';
import { type Context, conventions, defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { contextMaker, readSettings } from '../../../../server/src/service/settings';
import { asked, cured, type Files, found, repeated } from './conventionFindings';
import { open } from './helpers';

/** Against every convention. */
const against =
  'include <tunables/site>\nprofile web /usr/bin/web {\n  /proc/stat r,\n  capability chown,\n}\n\nprofile mail {\n  capability setuid,\n}\n';

describe('conventions', () => {
  it('has a rule for each, which reports nothing unless the setting names it', async () => {
    const codes = apparmor.rules.flatMap(({ code }) => /^apparmor\/convention-(.*)/.exec(code)?.[1] ?? []);
    expect(codes.sort()).toEqual([...conventions].sort());
    expect((await found(against, defaultContext)).said).toEqual([]);
    const files = { 'tunables/site': '@{PROC}=/proc/\n', 'abstractions/stat': '/proc/stat r,\ncapability chown,\n' };
    for (const name of conventions) {
      const { said } = await found(against, { ...asked(name), facts: repeated(['/proc/stat r', 'capability chown']) }, files);
      expect(new Set(said.map((one) => one.split(':')[0])), name).toEqual(new Set([name]));
    }
  });

  it('reads the setting, and refuses a name that it does not know', () => {
    const read = (raw: unknown) => {
      const { settings, problems } = readSettings(raw);
      return { conventions: contextMaker()(settings, [], true).apparmor.conventions, problems: problems.length };
    };
    expect(read({})).toEqual({ conventions: [], problems: 0 });
    expect(read({ apparmor: { conventions: ['abi', 'local'] } })).toEqual({ conventions: ['abi', 'local'], problems: 0 });
    expect(read({ 'apparmor.conventions': ['abi', 'locale'] })).toEqual({ conventions: [], problems: 1 });
  });

  it('header: any comment before the first statement that names a license or copyright', async () => {
    const says = async (text: string) => (await found(text, asked('header'))).said;
    expect(await says('# The web server.\nabi <abi/4.0>,\nprofile web {\n}\n')).toEqual(['header: abi <abi/4.0>,']);
    expect(await says('#include <tunables/license>\nprofile web {\n}\n')).toEqual(['header: #include <tunables/license>']);
    expect(await says('profile web {\n  # Copyright (C) 2026 A. Author\n}\n')).toEqual(['header: profile web {']);
    for (const head of ['# Copyright (C) 2026 A. Author', '# SPDX-License-Identifier: MIT', '#\n# Under the license of the project.'])
      expect(await says(`${head}\n\nprofile web {\n}\n`), head).toEqual([]);
    expect(await says('# Only a comment.\n')).toEqual([]);
  });

  it('abi: replaces the hint about a missing abi', async () => {
    const text = '# Site.\nprofile web {\n  capability chown,\n}\n';
    expect((await found(text, asked('abi'))).said).toEqual(['abi: web']);
    expect(await cured(text, 'abi')).toBe('# Site.\nabi <abi/4.0>,\n\nprofile web {\n  capability chown,\n}\n');
    const part = await open(text);
    const hint = apparmor.rules.find(({ code }) => code === 'apparmor/missing-abi');
    expect([...(hint?.check(part, defaultContext) ?? [])]).toHaveLength(1);
    expect([...(hint?.check(part, asked('abi')) ?? [])]).toEqual([]);
  });

  it('tunables: the include itself or one that reads it, before the first profile', async () => {
    const says = async (text: string, files?: Files) => (await found(text, asked('tunables'), files)).said;
    expect(await says('#include <tunables/global>\nprofile web {\n}\n')).toEqual([]);
    expect(await says('include <tunables/site>\nprofile web {\n}\n', { 'tunables/site': 'include <tunables/global>\n' })).toEqual([]);
    expect(await says('include <tunables/site>\nprofile web {\n}\n', { 'tunables/site': '@{SITE} = /srv\n' })).toEqual(['tunables: web']);
    expect(await says('profile web {\n}\ninclude <tunables/global>\n')).toEqual(['tunables: web']);
    expect(await cured('abi <abi/4.0>,\r\nprofile web {\r\n}\r\n', 'tunables')).toBe(
      'abi <abi/4.0>,\r\n\r\ninclude <tunables/global>\r\nprofile web {\r\n}\r\n',
    );
    expect(await cured('@{HOME} = /srv/home/\nprofile web {\n}\n', 'tunables')).toBeUndefined();
  });

  it('base: in each profile that is neither a hat nor a child', async () => {
    const says = async (text: string, files?: Files) => (await found(text, asked('base'), files)).said;
    const child = '  profile helper {\n    include <abstractions/base>\n  }\n  ^hat {\n  }\n';
    expect(await says(`profile web {\n${child}}\n`)).toEqual(['base: web']);
    expect(await says('profile web {\n  #include <abstractions/base>\n  profile helper {\n  }\n}\n')).toEqual([]);
    expect(await says('profile web flags=(unconfined) {\n}\n')).toEqual([]);
    const strict = { 'abstractions/strict': 'include <abstractions/base>\n', 'abstractions/loop': 'include <abstractions/loop>\n' };
    expect(await says('profile web {\n  include <abstractions/strict>\n}\n', strict)).toEqual([]);
    expect(await says('profile web {\n  include <abstractions/loop>\n}\n', strict)).toEqual(['base: web']);
    expect(await cured('profile web { # Site.\n\tinclude <abstractions/nameservice>\n}\n', 'base')).toBe(
      'profile web { # Site.\n\tinclude <abstractions/base>\n\tinclude <abstractions/nameservice>\n}\n',
    );
    expect((await found(against, asked('base'))).fixes.map(({ safe, manual }) => [safe, manual])).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('local: the last statement, where a comment moves along', async () => {
    const says = async (text: string) => (await found(text, asked('local'))).said;
    const before =
      'profile web {\n  # Rules of the site.\n  include if exists <local/web> # optional\n\n  capability chown,\n\n  ^hat {\n  }\n}\n';
    const after =
      'profile web {\n\n  capability chown,\n\n  ^hat {\n  }\n  # Rules of the site.\n  include if exists <local/web> # optional\n}\n';
    expect(await says(before)).toEqual(['local: include if exists <local/web>']);
    expect(await cured(before, 'local')).toBe(after);
    expect(await says(after)).toEqual([]);
    expect(await cured('/usr/bin/web {\n\n  capability chown,\n}\n', 'local')).toBe(
      '/usr/bin/web {\n\n  capability chown,\n\n  include if exists <local/usr.bin.web>\n}\n',
    );
    expect(await cured('profile web { capability chown, }\n', 'local')).toBeUndefined();
    const [move] = (await found(before, asked('local'))).fixes;
    const [add] = (await found('profile web {\n}\n', asked('local'))).fixes;
    expect([move?.safe, add?.safe]).toEqual([true, false]);
  });

  it('one-profile: names each further profile, not hats and children', async () => {
    expect((await found(against, asked('one-profile'))).said).toEqual(['one-profile: mail']);
    const nested = 'profile web {\n  ^hat {\n  }\n  profile helper {\n  }\n}\nprofile web//other {\n}\n';
    expect((await found(nested, asked('one-profile'))).said).toEqual([]);
  });

  const tunables: Files = {
    'tunables/global': [
      '@{HOMEDIRS}=/home/',
      '@{HOME}=@{HOMEDIRS}/*/ /root/',
      '@{PROC}=/proc/',
      '@{run}=/run/ /var/run/',
      '@{etc_ro}=/etc/ /usr/etc/',
      '@{etc_rw}=/etc/',
      '@{bin}=/{,usr/}bin',
      '@{shell}=/usr/bin/sh',
      '',
    ].join('\n'),
  };
  const using = (rule: string) => `include <tunables/global>\n@{site}=/srv/site/\nprofile web {\n  ${rule}\n}\n`;

  it.each([
    ['/home/*/.config r,', '@{HOME}/.config r,'],
    ['owner /home/alice/** rw,', 'owner @{HOMEDIRS}/alice/** rw,'],
    ['"/proc/x y" r,', '"@{PROC}/x y" r,'],
    ['/run/ r,', '@{run}/ r,'],
    ['/usr/bin/sh ix,', '@{bin}/sh ix,'],
    ['/bin/sh ix,', '@{bin}/sh ix,'],
    ['r /proc/stat,', 'r @{PROC}/stat,'],
    ['link /srv/a -> /proc/b,', 'link /srv/a -> @{PROC}/b,'],
    ['^hat {\n    /proc/stat r,\n  }', '^hat {\n    @{PROC}/stat r,\n  }'],
  ])('variables: %s', async (before, after) => {
    expect((await found(using(before), asked('variables'), tunables)).said).toHaveLength(1);
    expect(await cured(using(before), 'variables', tunables)).toBe(using(after));
    expect((await found(using(after), asked('variables'), tunables)).said).toEqual([]);
  });

  it.each([
    '/etc/hosts r,',
    '/root/x r,',
    '/var/run/x r,',
    '/srv/site/x r,',
    '/process/x r,',
    '/{run,var}/x r,',
    '/proc r,',
    'mount /proc/x -> /y/,',
  ])('variables: leaves %s alone', async (rule) => {
    expect((await found(using(rule), asked('variables'), tunables)).said).toEqual([]);
  });

  it('variables: knows none by itself, and says what the variable matches besides', async () => {
    expect((await found('profile web {\n  /proc/stat r,\n}\n', asked('variables'))).said).toEqual([]);
    const fixOf = async (rule: string) =>
      (await found(using(rule), asked('variables'), tunables)).fixes.map(({ safe, note }) => [safe, note]);
    expect(await fixOf('/proc/stat r,')).toEqual([[true, undefined]]);
    expect(await fixOf('/home/*/x r,')).toEqual([[false, 'The rule then also applies to /root.']]);
  });

  it('order: sorts by kind, with comments, and keeps the order within a kind', async () => {
    const text = [
      'profile web {',
      '  # The site.',
      '  # All of it.',
      '  /srv/web/** r, # read only',
      '  capability chown,',
      '',
      '  network inet,',
      '  include if exists <local/web>',
      '  /etc/hosts r,',
      '  include <abstractions/base>',
      '',
      '  # Nothing follows.',
      '}',
      '',
    ].join('\n');
    const { said, fixes } = await found(text, asked('order'));
    expect(said).toEqual(['order: capability chown,']);
    expect(fixes.map(({ safe }) => safe)).toEqual([true]);
    const sorted = [
      'profile web {',
      '  include <abstractions/base>',
      '',
      '  capability chown,',
      '',
      '  network inet,',
      '',
      '  # The site.',
      '  # All of it.',
      '  /srv/web/** r, # read only',
      '  /etc/hosts r,',
      '',
      '  include if exists <local/web>',
      '',
      '  # Nothing follows.',
      '}',
      '',
    ].join('\n');
    expect(await cured(text, 'order')).toBe(sorted);
    expect((await found(sorted, asked('order'))).said).toEqual([]);
    expect(await cured(text.replaceAll('\n', '\r\n'), 'order')).toBe(sorted.replaceAll('\n', '\r\n'));
  });

  it.each(['if exists <web.d>', 'if exists <local/web>', 'if exists "/etc/apparmor.d/web.d/"'])(
    'local and order: an optional include of the site that is last stays there: %s',
    async (include) => {
      const text = `profile web {\n  capability chown,\n  include ${include}\n}\n`;
      expect((await found(text, asked('local', 'order'))).said).toEqual([]);
      const twice = `profile web {\n  capability chown,\n  include if exists <local/web>\n  include ${include}\n}\n`;
      expect((await found(twice, asked('local', 'order'))).said).toEqual([]);
      const early = `profile web {\n  include ${include}\n  capability chown,\n  include if exists <local/web>\n}\n`;
      expect((await found(early, asked('local'))).said).toEqual([]);
    },
  );

  it.each(['<web.d>', 'if exists <abstractions/web>'])('local and order: another include is none of the site: %s', async (include) => {
    const text = `profile web {\n  capability chown,\n  include ${include}\n}\n`;
    expect((await found(text, asked('local', 'order'))).said.sort()).toEqual([`local: web`, `order: include ${include}`]);
  });

  it('order: lines under a comment of their own stay together', async () => {
    const silenced =
      '  # Nothing of this matters.\n  deny /srv/log w,\n  deny network inet dgram, # twice\n  deny capability sys_ptrace,\n';
    const profile = (rules: string) => `profile web {\n  /srv/web/** r,\n\n${rules}\n  /srv/more/** r,\n}\n`;
    expect((await found(profile(silenced), asked('order'))).said).toEqual([]);
    // Without the comment, or with a blank line after it, each rule is for itself.
    const said = ['order: deny network inet dgram,'];
    expect((await found(profile(silenced.replace(/.*\n/, '')), asked('order'))).said).toEqual(said);
    expect((await found(profile(silenced.replace('\n', '\n\n')), asked('order'))).said).toEqual(said);
    const oneKind = '  # Sockets.\n  network inet,\n  network inet6,\n';
    expect(await cured(profile(oneKind), 'order')).toBe(`profile web {\n${oneKind}\n  /srv/web/** r,\n  /srv/more/** r,\n}\n`);
  });

  it('order: a setting names the kinds that come first', async () => {
    const text = 'profile web {\n  capability chown,\n  /srv/** r,\n}\n';
    const context: Context = { ...defaultContext, apparmor: { version: 'auto', conventions: ['order'], order: ['file'] } };
    expect((await found(text, asked('order'))).said).toEqual([]);
    expect((await found(text, context)).said).toEqual(['order: /srv/** r,']);
    const { settings, problems } = readSettings({ apparmor: { order: ['file', 'nothing'] } });
    expect([settings.apparmorOrder, problems.length]).toEqual([[], 1]);
  });

  it('order: sorts between blocks and inside of children, and offers nothing where lines are shared', async () => {
    const blocks = 'profile web {\n  /a r,\n  if defined $x {\n    /b r,\n  }\n  capability chown,\n}\n';
    expect((await found(blocks, asked('order'))).said).toEqual([]);
    const child = 'profile web {\n  profile c {\n    /a r,\n    capability chown,\n  }\n}\n';
    expect((await found(child, asked('order'))).said).toEqual(['order: capability chown,']);
    expect(await cured('profile web {\n  /a r, capability chown,\n}\n', 'order')).toBeUndefined();
    expect(await cured('profile web {\n  /a r,\n  #aa:only site\n  /b r,\n\n  capability chown,\n}\n', 'order')).toBeUndefined();
  });
});
