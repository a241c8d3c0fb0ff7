import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  type Context,
  type Convention,
  conventions,
  defaultContext,
  editsOf,
  type Fact,
  type Fix,
  memoryFiles,
  remembered,
} from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { replaceableIn } from '../../../../server/src/languages/apparmor/meaning/replaceable';
import { contextMaker, readSettings } from '../../../../server/src/service/settings';
import { open } from './helpers';

type Files = Readonly<Record<string, string>>;

const asked = (...names: Convention[]): Context => ({ ...defaultContext, apparmor: { version: 'auto', conventions: names } });

/** What the rules about conventions report, as `convention: the text it points at`. */
async function found(text: string, context: Context, files?: Files): Promise<{ readonly said: string[]; readonly fixes: readonly Fix[] }> {
  const part = await open(text, files, 'apparmor.d/web', context);
  const reports = apparmor.rules
    .filter(({ code }) => code.startsWith('apparmor/convention-'))
    .flatMap((rule) =>
      [...rule.check(part, context)].map((report) => ({ ...report, name: rule.code.slice('apparmor/convention-'.length) })),
    );
  return {
    said: reports.map(({ name, span }) => `${name}: ${text.slice(span.start, span.end)}`),
    fixes: reports.flatMap(({ cure }) => (cure?.() ?? []).filter((fix) => fix !== undefined)),
  };
}

/** The text after the first fix, or undefined without one. */
async function cured(text: string, name: Convention, files?: Files): Promise<string | undefined> {
  const { fixes } = await found(text, asked(name), files);
  return fixes[0] && applyEdits(text, editsOf(fixes[0]));
}

/** Other profiles of the workspace, each with these rules. */
const repeated = (rules: readonly string[], profiles = 2): readonly Fact[] =>
  Array.from({ length: profiles }, (_, i) => ({
    kind: 'apparmor-rules',
    name: `other${i}`,
    detail: rules.join('\n'),
    uri: `file:///etc/apparmor.d/other${i}`,
    span: { start: 0, end: 0 },
  }));

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

describe('the convention abstractions', () => {
  const files: Files = {
    'tunables/global': '@{HOME}=/home/*/ /root/\n',
    'abstractions/fonts': '/usr/share/fonts/{,**} r,\n/etc/fonts/** r,\nowner @{HOME}/.fonts/** r,\n',
    'abstractions/desktop': 'include <abstractions/fonts>\n/usr/share/icons/** r,\n/usr/share/themes/** r,\n',
    'abstractions/resolver': '/etc/hosts r,\n/etc/resolv.conf r,\nnetwork inet dgram,\nunix (connect) type=stream,\n',
  };
  const fonts = ['/usr/share/fonts/** r', '/etc/fonts/** r'];
  const using = (rules: readonly string[], head = 'include <tunables/global>\n') =>
    `${head}profile web {\n${rules.map((rule) => `  ${rule}${rule.startsWith('include') ? '' : ','}\n`).join('')}}\n`;
  const messages = async (text: string, facts: readonly Fact[], more: Files = {}) => {
    const context = { ...asked('abstractions'), facts };
    const part = await open(text, { ...files, ...more }, 'apparmor.d/web', context);
    const rule = apparmor.rules.find(({ code }) => code === 'apparmor/convention-abstractions');
    return [...(rule?.check(part, context) ?? [])];
  };
  const named = async (text: string, facts: readonly Fact[], more: Files = {}) =>
    (await messages(text, facts, more)).map(({ message }) => /<(.*?)>/.exec(message)?.[1]);

  it('names the one that opens least, says what else it opens, and replaces the rules only where a person chooses it', async () => {
    const text = using(['include <abstractions/base>', '/srv/web/** r', ...fonts]);
    const [report, ...more] = await messages(text, repeated(fonts, 4));
    expect(more).toEqual([]);
    expect(report?.message).toBe(
      '`include <abstractions/fonts>` allows 2 rules of this profile that 4 or more other profiles repeat, and opens `/usr/share/fonts/{,**} r` and `owner @{HOME}/.fonts/** r`.',
    );
    expect(text.slice(report?.span.start, report?.span.end)).toBe('/usr/share/fonts/** r,');
    const [fix] = report?.cure?.() ?? [];
    expect([fix?.safe, fix?.manual, fix?.title]).toEqual([
      false,
      true,
      'Replace 2 rules by include <abstractions/fonts>, which allows more…',
    ]);
    const after = applyEdits(text, editsOf(fix as Fix));
    expect(after).toBe(using(['include <abstractions/base>', 'include <abstractions/fonts>', '/srv/web/** r']));
    expect(await named(after, repeated(fonts, 4))).toEqual([]);
  });

  it('compares files and capabilities by what is allowed, other kinds word for word', async () => {
    const rules = ['/etc/hosts r', 'network inet dgram', 'unix connect type=stream'];
    expect(await named(using(rules.slice(0, 2)), repeated(rules))).toEqual(['abstractions/resolver']);
    expect(await named(using(['/etc/hosts r', 'unix connect type=stream']), repeated(rules))).toEqual([]);
    expect(
      await named(using(['/etc/hosts r', '/etc/{resolv,nothing}.conf r']), repeated(['/etc/hosts r', '/etc/{resolv,nothing}.conf r'])),
    ).toEqual([]);
  });

  it.each<[string, string, readonly string[], Files?]>([
    ['fewer than two other profiles have them', using(fonts), []],
    ['one rule alone is repeated', using(fonts), fonts.slice(1)],
    ['the profile includes it already', using(['include <abstractions/desktop>', ...fonts]), fonts],
    [
      'a rule says more than the abstraction',
      using(['/usr/share/fonts/** rw', '/etc/fonts/** r']),
      ['/usr/share/fonts/** rw', '/etc/fonts/** r'],
    ],
    ['its variables are not there', using(fonts, ''), fonts],
    ['a variable means something else', using(fonts, '@{HOME}=/data/home/*/\n'), fonts],
    [
      'it denies one of the rules',
      using(fonts),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\ndeny /etc/fonts/secret r,\ndeny /etc/fonts/** r,\n' },
    ],
    [
      'it opens a capability',
      using(fonts),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\ncapability sys_admin,\n' },
    ],
    ['it opens what a reviewer would stop at', using(fonts), fonts, { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/** rw,\n' }],
    [
      'it runs a program otherwise',
      using([...fonts, '/usr/bin/fc-cache Px']),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\n/usr/bin/fc-cache ix,\n' },
    ],
    [
      'it opens far more than it replaces',
      using(fonts),
      fonts,
      {
        'abstractions/fonts': [...fonts, ...Array.from({ length: 21 }, (_, i) => `/srv/fonts${i}/** r`)]
          .map((rule) => `${rule},\n`)
          .join(''),
      },
    ],
    ['several files say the same', using(fonts), fonts, { 'abstractions/other': '/usr/share/fonts/** r,\n/etc/fonts/** r,\n/srv/** r,\n' }],
  ])('reports nothing where %s', async (_, text, rules, more = {}) => {
    expect(await named(text, rules.length === 0 ? repeated(fonts, 1) : repeated(rules), more)).toEqual([]);
  });

  it('leaves the profile itself out, wherever the index has it', async () => {
    const own = repeated(fonts, 2).map((fact) => ({ ...fact, name: 'web' }));
    expect(await named(using(fonts), [...own, ...repeated(fonts, 1)])).toEqual([]);
    expect(await named(using(fonts), [...own, ...repeated(fonts, 2)])).toEqual(['abstractions/fonts']);
  });

  it('keeps comments, and rules that share a line', async () => {
    const text =
      'include <tunables/global>\nprofile web { # Site.\n  # Fonts.\n  /usr/share/fonts/** r, # shared\n  /etc/fonts/** r, /srv/** r,\n}\n';
    const [report] = await messages(text, repeated(fonts));
    expect(applyEdits(text, editsOf(report?.cure?.()[0] as Fix))).toBe(
      'include <tunables/global>\nprofile web { # Site.\n  include <abstractions/fonts>\n  # Fonts.\n   # shared\n   /srv/** r,\n}\n',
    );
  });

  it('states rules only where the convention is on', async () => {
    const part = await open(using(['/etc/fonts/**   r', 'deny /x w']));
    const stated = (context: Context) => apparmor.facts!(part, () => context).filter(({ kind }) => kind === 'apparmor-rules');
    expect(stated(defaultContext)).toEqual([]);
    expect(stated(asked('abstractions')).map(({ name, detail }) => [name, detail])).toEqual([['web', '/etc/fonts/** r\ndeny /x w']]);
  });

  it('reads the library once for all profiles, and compares only what others repeat', async () => {
    const library = (more: number): Files => ({
      ...files,
      ...Object.fromEntries(
        Array.from({ length: more }, (_, i) => [`abstractions/more${i}`, `/opt/more${i}/** r,\n/opt/more${i}/** w,\n`]),
      ),
    });
    const own = Array.from({ length: 500 }, (_, i) => `/srv/site${i}/** r`);
    const compared = async (more: number, rules: readonly string[]) => {
      const context = { ...asked('abstractions'), facts: repeated(fonts) };
      const part = await open(using(rules), library(more), 'apparmor.d/web', context);
      return replaceableIn(part, context.facts).compared;
    };
    const few = await compared(0, fonts);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(2000);
    expect(await compared(300, fonts)).toBe(few);
    expect(await compared(300, [...own, ...fonts])).toBe(few);

    const reads = new Map<string, number>();
    const disk = memoryFiles(
      Object.fromEntries(Object.entries(library(50)).map(([name, text]) => [`file:///etc/apparmor.d/${name}`, text])),
    );
    const counted = remembered({
      ...disk,
      read(uri) {
        reads.set(uri, (reads.get(uri) ?? 0) + 1);
        return disk.read(uri);
      },
    });
    const libraries = new Set<unknown>();
    for (let i = 0; i < 40; i++) {
      const source = { uri: `file:///etc/apparmor.d/web${i}`, languageId: 'apparmor', version: 1, text: using(fonts) };
      const loaded = await apparmor.load(source, {
        files: counted,
        includeFolders: ['file:///etc/apparmor.d'],
        context: asked('abstractions'),
      });
      libraries.add(loaded.parts[0]?.part.library);
    }
    expect(libraries.size).toBe(1);
    expect(reads.get('file:///etc/apparmor.d/abstractions/more7')).toBe(1);
  });

  it('reads the library again where files can change, and keeps what is the same', async () => {
    const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///etc/apparmor.d/${name}`, text]));
    const around = { files: memoryFiles(texts), includeFolders: ['file:///etc/apparmor.d'], context: asked('abstractions') };
    const source = { uri: 'file:///etc/apparmor.d/web', languageId: 'apparmor', version: 1, text: using(fonts) };
    const library = async () => (await apparmor.load(source, around)).parts[0]?.part.library;
    const first = await library();
    expect(await library()).toBe(first);
    texts['file:///etc/apparmor.d/abstractions/fonts'] += '/srv/fonts/** r,\n';
    const second = await library();
    expect(second).not.toBe(first);
    texts['file:///etc/apparmor.d/abstractions/new'] = '/srv/new r,\n';
    expect(await library()).not.toBe(second);
    expect((await apparmor.load(source, around)).reads).toContain('file:///etc/apparmor.d/abstractions/');
  });
});
