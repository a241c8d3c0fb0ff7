import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, type Span } from '../../../../server/src/core';
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

  it('follows a variable into the file that defines it', async () => {
    const found = apparmor.references!(await open(text, files), at('@{si|te}'), defaultContext);
    expect(found.map(({ uri, span }) => [uri, (uri ? shared : text).slice(span.start, span.end)])).toEqual([
      [undefined, 'site'],
      ['file:///etc/apparmor.d/tunables/site', 'site'],
    ]);
  });
});

describe('rename', () => {
  const renamed = async (mark: string, newName: string) => {
    const part = await open(text, files);
    const edits = apparmor.rename!(part, at(mark), newName, defaultContext);
    return edits && applyEdits(text, edits);
  };

  it.each([
    ['@{ho|me}/** r', '@{root}', text.replaceAll('{home}', '{root}').replace('# @{root}', '# @{home}')],
    [
      'Cx -> work|er',
      'helper',
      text.replace('-> worker,', '-> helper,').replaceAll('web//worker', 'web//helper').replace('profile worker', 'profile helper'),
    ],
    ['mail//|&db', 'post', undefined],
    ['profile ma|il', 'e mail', text.replace('-> mail//', '-> "e mail"//').replace('profile mail', 'profile "e mail"')],
    ['^gu|est', 'visitor', text.replace('^guest', '^visitor')],
    ['/usr/b|in/db {', 'db', text.replace('/usr/bin/db {', 'profile db /usr/bin/db {')],
  ])('%s to %s', async (mark, newName, result) => {
    expect(await renamed(mark, newName)).toBe(result);
  });

  it.each([
    ['@{ho|me}/** r', '1st', 'no name of a variable'],
    ['@{ho|me}/** r', 'site', 'taken'],
    ['@{si|te}', 'other', 'defined in an include'],
    ['profile ma|il', 'web', 'taken'],
    ['profile ma|il', 'a//b', 'a child'],
    ['profile ma|il', ':ns:x', 'a namespace'],
    ['profile ma|il', 'a*', 'a pattern'],
    ['profile ma|il', '', 'empty'],
  ])('%s to %s is refused: %s', async (mark, newName) => {
    expect(await renamed(mark, newName)).toBeUndefined();
  });

  it('offers only what the file defines', async () => {
    const part = await open(text, files);
    const span = apparmor.renameSpan!(part, at('Cx -> work|er'))!;
    expect(text.slice(span.start, span.end)).toBe('worker');
    expect(apparmor.renameSpan!(part, at('@{si|te}'))).toBeUndefined();
    expect(apparmor.renameSpan!(part, at('/** |r'))).toBeUndefined();
  });
});

describe('call hierarchy', () => {
  const calls = async (direction: 'callees' | 'callers', mark: string) =>
    apparmor[direction]!(await open(text, files), at(mark)).map(({ name, from }) => `${name}: ${words(from).join(', ')}`);

  it('finds where a profile leads', async () => {
    expect(await calls('callees', 'profile w|eb')).toEqual([
      'web//worker: 9 worker, 12 web//worker',
      '/usr/bin/db: 10 px',
      'mail: 11 mail//&db',
    ]);
    expect(await calls('callees', 'profile wor|ker')).toEqual(['web: 17 web']);
  });

  it('finds who leads to a profile', async () => {
    expect(await calls('callers', 'profile w|eb')).toEqual(['web//worker: 17 web']);
    expect(await calls('callers', '/usr/b|in/db {')).toEqual(['web: 10 px']);
    expect(await calls('callers', '^gu|est')).toEqual([]);
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
