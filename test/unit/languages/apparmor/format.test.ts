import { expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const format = async (text: string, indent = '  ', path?: string) =>
  applyEdits(text, apparmor.format!(await open(text, {}, path), { indent }));

it('lays out a whole file', async () => {
  const text = `

abi <abi/4.0> ,
@{site}=/srv  "/srv/my  site"   # two
alias /usr/ ->/mnt/usr/ ,
profile   web /usr/bin/web flags = ( complain,audit ){

# first
    capability  chown   setuid ,
/a    r,
  owner /b/**   rw ,   # keep



      signal ( send,receive )  peer = x ,
  dbus send bus=session
    path=/a
  member=b,
 if defined  @{site}   {
set rlimit nofile<=10,
 }
 else { deny /c w, }
  /usr/bin/x  Px ->x,

}
profile empty { }`;
  expect(await format(text)).toBe(
    `abi <abi/4.0>,
@{site} = /srv "/srv/my  site"   # two
alias /usr/ -> /mnt/usr/,
profile web /usr/bin/web flags=(complain,audit) {
  # first
  capability chown setuid,
  /a r,
  owner /b/** rw,   # keep

  signal (send,receive) peer=x,
  dbus send bus=session
    path=/a
    member=b,
  if defined @{site} {
    set rlimit nofile <= 10,
  }
  else { deny /c w, }
  /usr/bin/x Px -> x,
}
profile empty { }
`,
  );
});

it('keeps permissions in a column where neighbours had them in one', async () => {
  const text = 'profile web {\n/a      r,\n/bb/cc  rw,\n/d r,\n/e/f\tr,\n/g\tr,\n}\n';
  expect(await format(text)).toBe('profile web {\n  /a      r,\n  /bb/cc  rw,\n  /d r,\n  /e/f    r,\n  /g      r,\n}\n');
});

it.each([
  ['that a break comes between', '\t/etc/{a,b}    rw,\n\t  hat  x { /a r,\n/b r, }\n', '/etc/{a,b} rw,\nhat x {\n  /a r,\n  /b r,\n}\n'],
  ['behind another rule of their line', '/a r, /b   r,\n/cc   r, /d r,\n', '/a r, /b r,\n/cc r, /d r,\n'],
])('makes no column of permissions %s', async (_, text, result) => {
  expect(await format(text)).toBe(result);
  expect(await format(result)).toBe(result);
});

it('leaves fragments indented as their authors do', async () => {
  const text = '# licence\n\n    abi <abi/4.0>,\n\n    # why\n  /a r,\nif true {\n/b r,\n}\n';
  expect(await format(text, '  ', 'apparmor.d/abstractions/web')).toBe(
    '# licence\n\n  abi <abi/4.0>,\n\n  # why\n  /a r,\nif true {\n  /b r,\n}\n',
  );
});

it('keeps line ends, indents with tabs, breaks at the braces of blocks over several lines', async () => {
  expect(await format('profile web { /a r,\r\n/b r, }', '\t')).toBe('profile web {\r\n\t/a r,\r\n\t/b r,\r\n}\r\n');
});

it.each([
  ['profile web {\n  /a  r\n/b   r,\n}\n', 'profile web {\n  /a  r\n  /b r,\n}\n'],
  ['profile web {\n capability  CHOWN ,\n}\n', 'profile web {\n  capability  CHOWN ,\n}\n'],
  ['profile web {\n    /a r,\n', 'profile web {\n    /a r,\n'],
  ['profile web {\n    "/a r,\n}\n', 'profile web {\n    "/a r,\n}\n'],
  [' \n\n', ' \n\n'],
])('leaves what is broken: %j', async (text, result) => {
  expect(await format(text)).toBe(result);
});

it('makes one small edit for each place', async () => {
  const text = 'profile web {\n  /a  r,\n  /b r,\n/c r ,\n}\n';
  const edits = apparmor.format!(await open(text), { indent: '  ' });
  expect(edits.map(({ span, text: inserted }) => [text.slice(span.start, span.end), inserted])).toEqual([
    ['  ', ' '],
    ['\n', '\n  '],
    [' ', ''],
  ]);
});

it('formats the lines of a range only', async () => {
  const text = 'profile web {\n/a  r,\n/b  r,   \n\n\n/c  r,\n}\n';
  const start = text.indexOf('/b');
  expect(applyEdits(text, apparmor.format!(await open(text), { indent: '  ' }, { start, end: start + 2 }))).toBe(
    'profile web {\n/a  r,\n  /b  r,\n\n\n/c  r,\n}\n',
  );
});

it('parts words from lists', async () => {
  expect(await format('profile web {\n  network(send,receive)inet,\n  mount options=(ro,nosuid)fstype=ext4 /a -> /b,\n}\n')).toBe(
    'profile web {\n  network (send,receive) inet,\n  mount options=(ro,nosuid) fstype=ext4 /a -> /b,\n}\n',
  );
});
