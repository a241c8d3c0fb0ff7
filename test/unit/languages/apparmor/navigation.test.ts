import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, type Fact, type Span, span } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { cursor, open } from './helpers';

const shared = '@{site} = /srv\n';
const text = `include <tunables/site>
@{home} = @{site}/home
\${DEBUG} = true

profile web /usr/bin/web {
  @{home}/** r,
  "@{home}/a b" r,
  # @{home} in a comment
  /usr/bin/worker Cx -> worker,
  /usr/bin/db px,
  /usr/bin/mail Px -> mail//&db,
  change_profile -> web//worker,
  signal send peer=web//worker,
  if \${DEBUG} and defined @{home} { unix connect peer=(label="web"), }

  profile worker {
    /bin/sh px -> web,
  }
  ^guest { }
}
/usr/bin/db {
}
profile mail {
  /usr/lib/poster Px,
}
`;
const files = { 'tunables/site': shared };
const at = (mark: string) => text.indexOf(mark.replace('|', '')) + mark.indexOf('|');
const words = (spans: readonly Span[]) =>
  spans.map(({ start, end }) => `${text.slice(0, start).split('\n').length} ${text.slice(start, end)}`);

describe('references and highlights', () => {
  it.each([
    ['@{ho|me}/** r', ['2 home', '6 home', '7 home', '14 home']],
    ['if ${DE|BUG}', ['3 DEBUG', '14 DEBUG']],
    ['profile w|eb', ['5 web', '12 web', '13 web', '14 web', '17 web']],
    ['Cx -> work|er', ['9 worker', '12 worker', '13 worker', '16 worker']],
    ['web//wor|ker,', ['9 worker', '12 worker', '13 worker', '16 worker']],
    ['mail//&d|b', ['11 db']],
    ['profile ma|il', ['11 mail', '23 mail']],
    ['/** |r', []],
  ])('%s', async (mark, expected) => {
    expect(words(apparmor.highlights!(await open(text, files), at(mark)))).toEqual(expected);
  });
});

describe('rename', () => {
  /** Every mention of the name in the file, as the service does it. */
  const renamed = async (mark: string, newName: string) => {
    const part = await open(text, files);
    const at_ = apparmor.nameAt!(part, at(mark))!;
    const same = apparmor.names!(part)[0]!.mentions.filter(({ kind, name }) => kind === at_.kind && name === at_.name);
    const edits = same.map((mention) => apparmor.rename!(part, mention, newName)?.edits);
    return edits.every((one) => one !== undefined) ? applyEdits(text, edits.flat()) : undefined;
  };

  it.each([
    ['@{ho|me}/** r', '@{root}', text.replaceAll('{home}', '{root}').replace('# @{root}', '# @{home}')],
    [
      'Cx -> work|er',
      'helper',
      text.replace('-> worker,', '-> helper,').replaceAll('web//worker', 'web//helper').replace('profile worker', 'profile helper'),
    ],
    ['profile ma|il', 'post', text.replace('-> mail//', '-> post//').replace('profile mail', 'profile post')],
    ['profile ma|il', 'e mail', text.replace('-> mail//&db', '-> "e mail//&db"').replace('profile mail', 'profile "e mail"')],
    ['^gu|est', 'visitor', text.replace('^guest', '^visitor')],
    ['/usr/b|in/db {', 'db', text.replace('/usr/bin/db {', 'profile db /usr/bin/db {')],
  ])('%s to %s', async (mark, newName, result) => {
    expect(await renamed(mark, newName)).toBe(result);
  });

  it.each([
    ['@{ho|me}/** r', '1st', 'no name of a variable'],
    ['profile ma|il', 'a//b', 'a child'],
    ['profile ma|il', ':ns:x', 'a namespace'],
    ['profile ma|il', 'a*', 'a pattern'],
    ['profile ma|il', '', 'empty'],
  ])('%s to %s is refused: %s', async (mark, newName) => {
    expect(await renamed(mark, newName)).toBeUndefined();
  });

  it('keeps a quoted path as attachment', async () => {
    const quoted = '"/usr/bin/a b" {\n}\n';
    const part = await open(quoted);
    const edits = apparmor.rename!(part, apparmor.nameAt!(part, 4)!, 'spaced')!.edits;
    expect(applyEdits(quoted, edits)).toBe('profile "spaced" "/usr/bin/a b" {\n}\n');
  });
});

describe('names of one file', () => {
  const stated = async (source: string, around = {}) =>
    apparmor.names!(await open(source, around)).map(({ uri, mentions, includes }) => [
      uri?.split('/').at(-1),
      mentions.map(({ name, defines, partial }) => `${defines ? '!' : ''}${name}${partial ? ' (partial)' : ''}`).join(' '),
      includes.map(({ path, searched }) => (searched ? `<${path}>` : path)).join(' '),
    ]);

  it('counts a child from the profile around, and leaves open what a fragment cannot know', async () => {
    expect(await stated('/bin/a cx -> worker,\n^guest {\n  signal peer=web//guest,\n}\n')).toEqual([
      [undefined, '//worker (partial) !//guest (partial) web web//guest', ''],
    ]);
  });

  it('goes on into what was read with it', async () => {
    expect(await stated('include <tunables/site>\ninclude "local/x"\n@{home} += @{site}/home\n', files)).toEqual([
      [undefined, 'home site', '<tunables/site> local/x'],
      ['site', '!site', ''],
    ]);
  });
});

describe('call hierarchy', () => {
  const db: Fact = {
    kind: 'apparmor-profile',
    name: 'mailer',
    detail: '/usr/lib/{mail,post}er',
    uri: 'file:///x/mailer',
    span: span(3, 9),
  };
  const calls = async (direction: 'callees' | 'callers', profile: string) =>
    apparmor[direction]!(await open(text, files), profile, { ...defaultContext, facts: [db] }).map(
      ({ name, from, uri = '' }) => `${name}: ${words(from).join(', ')}${uri}`,
    );

  it('finds where a profile leads', async () => {
    expect(await calls('callees', 'web')).toEqual(['web//worker: 9 worker, 12 web//worker', '/usr/bin/db: 10 px', 'mail: 11 mail//&db']);
    expect(await calls('callees', 'web//worker')).toEqual(['web: 17 web']);
    // By its program, in another file.
    expect(await calls('callees', 'mail')).toEqual(['mailer: 24 Pxfile:///x/mailer']);
  });

  it('finds who leads to a profile', async () => {
    expect(await calls('callers', 'web')).toEqual(['web//worker: 17 web']);
    expect(await calls('callers', '/usr/bin/db')).toEqual(['web: 10 px']);
    expect(await calls('callers', 'web//guest')).toEqual([]);
    expect(await calls('callers', 'mailer')).toEqual(['mail: 24 Px']);
  });
});

it('grows a selection from a word to the file', async () => {
  const marked = 'profile web {\n  # why\n  dbus send peer=(name="org.ex|ample" label=x),\n  /a r,\n}\n';
  const { text: plain, offset } = cursor(marked);
  const spans = apparmor.selections!(await open(plain), offset);
  expect(spans.map(({ start, end }) => plain.slice(start, end)).reverse()).toEqual([
    'org.example',
    '"org.example"',
    'name="org.example"',
    'peer=(name="org.example" label=x)',
    'dbus send peer=(name="org.example" label=x),',
    '# why\n  dbus send peer=(name="org.example" label=x),',
    '\n  # why\n  dbus send peer=(name="org.example" label=x),\n  /a r,\n',
    '{\n  # why\n  dbus send peer=(name="org.example" label=x),\n  /a r,\n}',
    plain.slice(0, -1),
    plain,
  ]);
});

describe('signature help', () => {
  it.each([
    ['mount |', undefined],
    ['mount fstype=ex|t4 /a -> /b,', '[fstype=type]'],
    ['mount options in (r|o) /a -> /b,', '[options=(flags)]'],
    ['mount options=(ro, |) /a -> /b,', '[options=(flags)]'],
    ['mount options=(ro) |/a -> /b,', '[source]'],
    ['mount fstype=ext4 /d|ev/x -> /b,', '[source]'],
    ['mount /a -> /b|,', '[-> mountpoint]'],
    ['dbus se|nd bus=session,', '[access]'],
    ['dbus send interface=a.|b,', '[interface=name]'],
    ['dbus send peer=(name=|x),', '[peer=(name= label=)]'],
    ['unix connect addr=|@x,', '[addr=address]'],
    ['signal send set=(hu|p),', '[set=(names)]'],
    ['ptrace read peer=x|,', '[peer=profile]'],
    ['network inet str|eam,', '[type]'],
    ['change_profile -> |x,', '[-> profile]'],
    ['set rlimit no|file <= 3,', 'name'],
  ])('%s', async (rule, label) => {
    const { text: plain, offset } = cursor(`profile web {\n  ${rule}\n}\n`);
    const found = apparmor.signature!(await open(plain), offset)!;
    expect(found.parameters[found.active]?.label).toBe(label);
    expect(found.parameters.every((parameter) => parameter.documentation && found.label.includes(parameter.label))).toBe(true);
  });

  it.each(['/a |r,', 'capability |chown,', 'mount,|', '|mount,'])('has nothing for %s', async (rule) => {
    const { text: plain, offset } = cursor(`profile web {\n  ${rule}\n}\n`);
    expect(apparmor.signature!(await open(plain), offset)).toBeUndefined();
  });
});
