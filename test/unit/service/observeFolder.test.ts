import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, memoryFiles, type ObserveOptions } from '../../../server/src/core';
import { changesOf, folderOfNew, observeFolder, open } from '../../../server/src/service';

const folder = 'file:///p/apparmor.d/';
const abi = 'abi <abi/4.0>,\n\ninclude <tunables/global>\n\n';
const texts: Readonly<Record<string, string>> = {
  'tunables/global': '@{PROC}=/proc/\n',
  'abstractions/base': '/usr/share/locale/** r,\n',
  web: `${abi}profile web /usr/bin/web {\n  include <abstractions/base>\n  /usr/bin/web mr,\n  include if exists <local/web>\n\n  profile child {\n    /a r,\n  }\n}\n`,
  db: `${abi}profile db /usr/bin/db {\n  /usr/bin/db mr,\n}\n`,
  'usr.bin.jail': `${abi}profile jail /usr/bin/jail flags=(unconfined) {\n}\n`,
  'local/db': '# site\n',
};

const denied = (profile: string, name: string, more = '') =>
  `audit: type=1400 audit(1.1:1): apparmor="DENIED" operation="open" class="file" profile="${profile}" name="${name}" requested_mask="r" denied_mask="r" fsuid=33 ouid=0${more}`;
const userns = (comm: string) =>
  `audit: type=1400 audit(1.1:2): apparmor="AUDIT" operation="userns_create" class="namespace" info="Userns create - transitioning profile" profile="unconfined" pid=2 comm="${comm}" requested="userns_create" target="unprivileged_userns"`;

/** What the folder's files say afterwards, those that change. */
async function after(log: readonly string[], options: ObserveOptions = {}) {
  const files = memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [folder + name, text])));
  const around = { context: defaultContext, includeFolders: [folder] };
  const documents = await Promise.all(
    Object.entries(texts).map(([name, text]) => open({ uri: folder + name, languageId: 'apparmor', version: 1, text }, files, around)),
  );
  const found = await observeFolder(
    documents.filter((one) => one !== undefined),
    log.join('\n'),
    files,
    { ...around, folder },
    options,
  );
  const changes = found.files.flatMap(changesOf);
  return {
    ...found,
    texts: Object.fromEntries(changes.map(({ uri, text, edits }) => [uri.slice(folder.length), applyEdits(text, edits)])),
    made: changes.filter(({ made }) => made).map(({ uri }) => uri.slice(folder.length)),
  };
}

describe('all profiles of a folder', () => {
  it('gives each denial to its profile: namespaces, stacks, children', async () => {
    const { texts: found, rest } = await after([
      denied('web', '/srv/w'),
      denied('web//child', '/srv/c'),
      denied(':ns://db', '/srv/n'),
      denied('web//&db', '/srv/both'),
      denied('other', '/srv/o'),
    ]);
    expect(found.web).toBe(
      texts.web
        ?.replace('  /usr/bin/web mr,\n', '  /usr/bin/web mr,\n  /srv/w r,\n  /srv/both r,\n')
        .replace('    /a r,\n', '    /a r,\n    /srv/c r,\n'),
    );
    expect(found.db).toContain('  /srv/n r,\n  /srv/both r,\n');
    expect([Object.keys(found).sort(), rest.unknownProfiles]).toEqual([['db', 'web'], ['other']]);
  });

  it('writes into the local files that profiles include', async () => {
    const { texts: found, made } = await after([denied('web', '/srv/w'), denied('web//child', '/srv/c'), denied('db', '/srv/d')], {
      local: true,
    });
    expect(found['local/web']).toBe('/srv/w r,\n');
    expect(made).toEqual(['local/web']);
    // A child and a profile without such an include get the rules themselves.
    expect(found.web).toContain('    /srv/c r,\n');
    expect(found.db).toContain('  /srv/d r,\n');
  });

  it('creates the profiles that are missing', async () => {
    const {
      texts: found,
      made,
      rest,
    } = await after(
      [
        denied('shop', '/srv/shop/index'),
        denied('/usr/bin/till', '/srv/till'),
        denied('web//gone', '/srv/gone'),
        userns('bwrap'),
        userns('jail'),
      ],
      { create: 'all' },
    );
    expect(found.shop).toBe(
      `${abi}profile shop {\n  include <abstractions/base>\n\n  /srv/shop/index r,\n\n  include if exists <local/shop>\n}\n`,
    );
    expect(found['usr.bin.till']).toContain(
      'profile /usr/bin/till {\n  include <abstractions/base>\n\n  /usr/bin/till mr,\n  /srv/till r,\n',
    );
    expect(found.web).toContain('\n\n  profile gone {\n    include <abstractions/base>\n\n    /srv/gone r,\n  }\n');
    expect(found.bwrap).toBe(
      `${abi}profile bwrap /usr/{,local/}bin/bwrap flags=(unconfined) {\n  userns create,\n\n  include if exists <local/bwrap>\n}\n`,
    );
    expect(found['usr.bin.jail']).toContain('flags=(unconfined) {\n  userns create,\n}');
    expect([[...made].sort(), rest.unknownProfiles]).toEqual([['bwrap', 'shop', 'usr.bin.till'], []]);
  });

  it('takes the path of a program from the record of its system call', async () => {
    const call = 'type=SYSCALL msg=audit(1700000000.5:9): arch=c000003e syscall=272 success=yes exe="/opt/jail/bin/bwrap" key=(null)';
    const record = userns('bwrap').replace('audit: type=1400 audit(1.1:2)', 'type=AVC msg=audit(1700000000.5:9)');
    expect((await after([call, record], { create: 'all' })).texts.bwrap).toContain(
      'profile bwrap /opt/jail/bin/bwrap flags=(unconfined) {',
    );
  });

  it('says once what no file answers for', async () => {
    const { rest, files } = await after([
      userns('bwrap'),
      denied('unprivileged_userns', '/srv/x'),
      'audit: type=1400 audit(1.1:1): apparmor="DENIED" operation="change_onexec" info="label not found" error=-2 profile="unconfined" name="news"',
      'audit: type=1400 audit(1.1:1): apparmor="DENIED" operation="change_onexec" info="label not found" error=-2 profile="unconfined" name="db"',
    ]);
    expect(rest.unconfined?.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '1 userns create',
      '2 /srv/x r',
      '3 change_profile -> news',
    ]);
    expect(files.flatMap(({ observed }) => observed.unanswered ?? []).map(({ why }) => why)).toEqual([
      expect.stringContaining('was not loaded'),
    ]);
  });
});

describe('the folder of a new profile', () => {
  const placeOf = async (names: readonly string[], asked: string) => {
    const files = memoryFiles({});
    const around = { context: defaultContext, includeFolders: [] };
    const text = (name: string) => (name.includes('abstractions/') ? '/a r,\n' : `profile ${name.replace(/\W/g, '-')} {\n  /a r,\n}\n`);
    const documents = await Promise.all(
      names.map((name) => open({ uri: `file:///p/${name}`, languageId: 'apparmor', version: 1, text: text(name) }, files, around)),
    );
    return folderOfNew(
      documents.filter((one) => one !== undefined),
      `file:///p/${asked}`,
    ).slice('file:///p/'.length);
  };

  it.each([
    [['etc/apparmor.d/web', 'etc/apparmor.d/db', 'old/a'], '', 'etc/apparmor.d/'],
    [['etc/apparmor.d/web', 'top'], '', ''],
    [['etc/apparmor.d/web'], 'etc/apparmor.d', 'etc/apparmor.d/'],
    [['etc/apparmor.d/abstractions/a', 'etc/apparmor.d/abstractions/b', 'etc/apparmor.d/web'], 'etc/', 'etc/apparmor.d/'],
    [['a/abstractions/a'], 'a/', 'a/'],
    [['b/x/web', 'a/web'], '', 'a/'],
  ])('%j, requested for "%s": "%s"', async (names, asked, place) => {
    expect(await placeOf(names, asked)).toBe(place);
  });
});
