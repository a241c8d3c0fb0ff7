import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open, refused } from './helpers';

const inProfile = (...lines: string[]) => `profile web {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

describe('recovery', () => {
  it('puts a missing comma where it belongs and goes on', async () => {
    const text = inProfile(
      '/a rw',
      'network inet',
      'capability chown',
      'dbus send bus=session',
      'mount options=ro',
      'umount /x',
      'all',
      'file',
      'owner /c r,',
      'chmod /b,',
      'deny file',
    );
    expect(await refused(text)).toEqual([
      'missing-comma: rw',
      'missing-comma: inet',
      'missing-comma: chown',
      'missing-comma: session',
      'missing-comma: ro',
      'missing-comma: /x',
      'missing-comma: all',
      'missing-comma: file',
      'unknown-keyword: chmod',
      'missing-comma: file',
    ]);
  });

  it.each([
    ['a header without its brace', '/usr/bin/web\n  /a r,\n  /b w,\n}\n', ['missing-open-brace: /usr/bin/web']],
    ['a list that is not closed', inProfile('signal (send,', '/x r,'), ['unclosed-list: (']],
    ['an arrow without target', inProfile('/a Px -> ,', '/b r,'), ['incomplete-rule: ->']],
    ['a quote that is not closed', inProfile('"/a b r,', '/c r,'), ['unterminated-string: "/a b r,']],
    ['a brace too many', inProfile('/a r,').concat('}\n'), ['stray-brace: }']],
    [
      'two mistakes in one header',
      'profile web @{NOPE} flags=(complian) {\n}\n',
      ['undefined-variable: @{NOPE}', 'unknown-flag: complian'],
    ],
  ])('%s is one finding', async (_, text, wanted) => {
    expect(await refused(text)).toEqual(wanted);
  });
});

describe('commas and comments follow the lexer', () => {
  it.each([
    ['a comma inside of a path', inProfile('/a,b r,')],
    ['a comment between the words of a capability rule', inProfile('capability', '  chown # why', '  setuid,')],
    ['several rules on a line', inProfile('/a rw,/b r, include if exists <x> /c w,')],
    ['a number sign inside of a word', inProfile('/a#b r,')],
    ['the spellings of a variable', '@X = /a\n@{Y}?=/b\n@{Y} :=/c\n${Z}=TRUE\nprofile web {\n  @X r,\n  @{Y}/@{X} r,\n}\n'],
    ['DOS line ends', inProfile('/a r,', 'network inet,').replaceAll('\n', '\r\n')],
  ])('%s is taken', async (_, text) => {
    expect(await refused(text)).toEqual([]);
  });
});

describe('execution', () => {
  it.each([
    [['/a ix', '/a px'], true],
    [['/* ix', '/a px'], false],
    [['/a* ix', '/*a px'], true],
    [['/{a,b} ix', '/* px'], false],
    [['/a* ix', '/b* px'], false],
    [['/a px', '/a Px'], true],
    [['unsafe /a Px', '/a px'], false],
    [['owner /a ix', 'other /a px'], false],
    [['owner /a ix', '/a px'], true],
    [['priority=1 /a ix', '/a px'], false],
    [['deny /a x', '/a px'], false],
    [['prompt /a* px', '/*a ix'], false],
    [['/a* ix', '/*a px', '/aa ux'], true],
    [['@{bin}/a ix', '/usr/bin/a px'], true],
    [['/[^a]* ix', '/a* px'], false],
    [['/x/** ix', '/x/*/y* px'], true],
  ])('%j conflict: %s', async (rules, conflict) => {
    const text = `@{bin} = /bin /usr/bin\n${inProfile(...rules.map((rule) => `${rule},`))}`;
    expect((await refused(text)).some((found) => found.startsWith('exec-conflict'))).toBe(conflict);
  });
});

describe('odd words are judged as the parser judges them', () => {
  it.each([
    ['/srv/[-a] r', []],
    ['/srv/[^-a] r', []],
    ['/srv/[--a] r', []],
    ['/srv/[a-c,x-z] r', []],
    ['/srv/[a[] r', []],
    ['/srv/[]b[a] r', []],
    ['/srv/[a-] r', ['bad-glob']],
    ['/srv/[a-b-c] r', ['bad-glob']],
    ['/srv/[^] r', ['bad-glob']],
    ['/srv/[] r', ['bad-glob']],
    ['/srv/x xix', []],
    ['/srv/x xpx', ['two-exec-modes']],
    ['unsafe x /srv/x', []],
    ['safe x /srv/x', ['exec-without-mode']],
    ['deny unsafe /srv/x x', ['deny-exec-mode']],
    ['/srv/x px -> :guest', []],
    ['change_profile -> :guest:', []],
    ['mount options in(ro) /a -> /b', []],
    ['mount options=() -> /b', ['incomplete-rule']],
    ['umount fstype=() /b', ['incomplete-rule']],
    ['signal () set=hup', []],
    ['set rlimit cpu <= infinity infinity', ['unexpected-text']],
    ['dbus (send receive) name=a', ['dbus-mixed']],
    ['/srv/x {r,w}', ['unknown-permissions']],
    ['/srv/x r# why\n', ['missing-blank']],
    ['#includeif exists <a>\n/srv/x r', ['unknown-keyword']],
    ['profile fa[st /srv/fast { } /srv/x r', []],
    ['profile fa[st { } /srv/x r', ['bad-glob']],
  ] as const)('%s', async (rule, kinds) => {
    expect((await refused(inProfile(`${rule},`))).map((found) => found.split(':')[0])).toEqual(kinds);
  });

  it('a comma closes a list of words in a rule, whatever comes behind it', async () => {
    expect(await refused('profile web { unix (send),}\n')).toEqual([]);
  });

  it('but not the name of an abi', async () => {
    expect(await refused('abi <kernel>,/srv/x { }\n')).not.toEqual([]);
  });
});

describe('one pattern against many', () => {
  const rules = Array.from({ length: 30 }, (_, i) => `/usr/lib/mod${i}* px,`);

  it('is reported once, where it stands, with a few of the others', async () => {
    const text = inProfile('/usr/lib/** ix,', ...rules);
    expect(await refused(text)).toEqual(['exec-conflict: ix']);
    const part = await open(text);
    const [found] = [...apparmor.rules.find(({ code }) => code === 'apparmor/exec-conflict')!.check(part, defaultContext)];
    expect(found?.message).toContain('29 more');
    expect(found?.related?.length).toBe(10);
  });

  it('that comes last is reported once too', async () => {
    expect(await refused(inProfile(...rules, '/usr/lib/** ix,'))).toEqual(['exec-conflict: ix']);
  });
});

describe('includes', () => {
  it('are followed for variables, in directories without leftovers, and once for each profile', async () => {
    const files = {
      'tunables/d/a': '@{a} = /a\n',
      'tunables/d/b.dpkg-old': '@{a} = /b\n',
      'tunables/d/.c': 'nonsense',
      'abstractions/x': '@{a} r,\n',
    };
    expect(
      await refused(
        'include <tunables/d>\ninclude <tunables/d/>\nprofile web {\n  include <abstractions/x>\n  include <abstractions/x>\n}\n',
        files,
      ),
    ).toEqual([]);
  });

  it('may lead back to where they started', async () => {
    expect(
      await refused(inProfile('include <abstractions/a>'), {
        'abstractions/a': 'include <abstractions/b>\n/a r,\n',
        'abstractions/b': 'include <abstractions/a>\n',
      }),
    ).toEqual([]);
  });

  it('are blamed for what they bring', async () => {
    expect(await refused(inProfile('include <abstractions/a>'), { 'abstractions/a': '/a rz,\n' })).toEqual([
      'broken-include: <abstractions/a>',
    ]);
    expect(await refused(inProfile('/x ix,', 'include <abstractions/a>'), { 'abstractions/a': '/x px,\n' })).toEqual(['exec-conflict: ix']);
  });

  it('that ship with AppArmor are not missed where it is not installed', async () => {
    expect(
      await refused('include <tunables/global>\nprofile web {\n  include <abstractions/base>\n  @{PROC}/x r,\n}\n', { 'local/x': '' }),
    ).toEqual([]);
    expect(await refused(inProfile('include <local/web>'), { 'local/x': '' })).toEqual(['missing-include: <local/web>']);
  });

  /** Errors of a file of the workspace, with a system in sight. */
  async function refusedBeside(text: string, files: Readonly<Record<string, string>>) {
    const folders = ['file:///w/apparmor.d', 'file:///etc/apparmor.d'];
    const source = { uri: 'file:///w/apparmor.d/web', languageId: 'apparmor', version: 0, text };
    const { parts } = await apparmor.load(source, { files: memoryFiles(files), includeFolders: folders, context: defaultContext });
    return apparmor.rules
      .filter(({ severity }) => severity === 'error')
      .flatMap((rule) => [...rule.check(parts[0]!.part, defaultContext)].map(() => rule.code.slice(9)));
  }

  it('that the machine gets from elsewhere are not missed in a folder of the workspace', async () => {
    const missing = async (name: string, file: string) =>
      (await refusedBeside(`profile web {\n  include ${name}\n}\n`, { [`file:///w/apparmor.d/${file}`]: '' })).includes('missing-include');
    expect(await missing('<local/web>', 'local/other')).toBe(false);
    expect(await missing('"/var/lib/snapd/apparmor/own"', 'local/other')).toBe(false);
    expect(await missing('<abstractions/own>', 'abstractions/other')).toBe(false);
    expect(await missing('<abstractions/own>', 'abstractions/base')).toBe(true);
    expect(await missing('<tunables/own>', 'tunables/other')).toBe(false);
    expect(await missing('<own/part>', 'web.d/part')).toBe(true);
  });

  it('from a system that does not know the abi are read, and what they lack proves nothing', async () => {
    const text = (abi: string) => `abi <abi/${abi}>,\ninclude <tunables/global>\nprofile web {\n  @{own}/x r,\n}\n`;
    const system = { 'file:///etc/apparmor.d/abi/3.0': '', 'file:///etc/apparmor.d/tunables/global': '@{HOME} = /root\n' };
    expect(await refusedBeside(text('5.0'), system)).toEqual([]);
    expect(await refusedBeside(text('3.0'), system)).toEqual(['undefined-variable']);
    const source = { uri: 'file:///w/apparmor.d/web', languageId: '', version: 0, text: text('5.0') };
    const includeFolders = ['file:///w/apparmor.d', 'file:///etc/apparmor.d'];
    const { parts } = await apparmor.load(source, { files: memoryFiles(system), includeFolders, context: defaultContext });
    const states = [...(parts[0]?.part.root.includes ?? [])].map(([{ kind }, { state }]) => `${kind} ${state}`);
    expect(states).toEqual(['abi nothing', 'include found']);
  });

  it('of two folders may define the same', async () => {
    const text = 'include <tunables/global>\nprofile web {\n  @{int}/x r,\n}\n';
    const system = { 'file:///etc/apparmor.d/tunables/global': '@{int} = 1\ninclude <tunables/own.d>\n' };
    expect(await refusedBeside(text, { ...system, 'file:///w/apparmor.d/tunables/own.d/base': '@{int} = 2\n' })).toEqual([]);
    expect(await refusedBeside(text, { ...system, 'file:///etc/apparmor.d/tunables/own.d/base': '@{int} = 2\n' })).toEqual([
      'broken-include',
    ]);
    const own = { 'file:///etc/apparmor.d/tunables/global': '@{int} = 1\n' };
    expect(await refusedBeside(`@{int} = 2\n${text}`, own)).toEqual(['broken-include']);
  });
});

describe('fragments', () => {
  it.each([
    'apparmor.d/abstractions/web',
    'apparmor.d/abstractions-root/web',
    'apparmor.d/own/web',
    'apparmor.d/local/web',
    'apparmor.d/tunables/web',
    'apparmor.d/web.d/extra',
  ])('%s opens without a profile', async (path) => {
    expect(await refused('@{HOME}/x rw,\ncapability chown,\n', {}, path)).toEqual([]);
    expect(await refused('@{HOMEDIRS} += /mnt/home\n', {}, path)).toEqual([]);
    expect(await refused('/x rz,\n', {}, path)).toEqual(['unknown-permissions: rz']);
  });
});

it('a profile of a folder is whole all the same', async () => {
  expect(await refused('/a r,\n', {}, 'apparmor.d/groups/web')).toEqual(['outside-profile: /a']);
  expect(await refused('/a r,\nprofile web {\n}\n', {}, 'apparmor.d/own/web')).toEqual(['outside-profile: /a']);
});

describe('build directives', () => {
  it('keep variants of a place apart', async () => {
    expect(await refused(inProfile('/x px, #aa:only apt', '/x ix,'))).toEqual([]);
    expect(await refused(inProfile('#aa:only apt', '/x px,', '', '/x ix,'))).toEqual([]);
    const own = { 'abstractions/own': '/x px, #aa:only apt\n/x ix,\n' };
    expect(await refused(inProfile('include <abstractions/own>', '/x ux, #aa:exclude apt'), own)).toEqual([]);
    expect(await refused(inProfile('include <abstractions/own> #aa:only apt', '/x ix,'), { 'abstractions/own': '/x px,\n' })).toEqual([]);
    expect(await refused(inProfile('#aa:dbus own bus=system name=x', '/x px,', '/x ix,'))).toEqual(['exec-conflict: ix']);
  });
});

describe('conditionals', () => {
  it.each([
    ['the dead branch may use what is not defined', 'if defined @{X} {\n    @{X}/a r,\n  } else {\n    /b r,\n  }', []],
    ['but must be sound', 'if false {\n    /a rz,\n  }', ['unknown-permissions: rz']],
    ['a test that is not defined', 'if ${NOPE} {\n    /a r,\n  }', ['undefined-boolean: ${NOPE}']],
    ['numbers and words', 'if 1 < a {\n    /a r,\n  }', ['condition-form: a']],
  ])('%s', async (_, body, wanted) => {
    expect(await refused(inProfile(body))).toEqual(wanted);
  });
});
