import { expect, it } from 'vitest';
import { shift } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

/** `word type.modifiers` for every token. */
async function described(text: string): Promise<string[]> {
  const groups = apparmor.tokens!(await open(text));
  const found = groups.flatMap(({ start, tokens }) => tokens.map(({ span, ...token }) => ({ ...token, span: shift(span, start) })));
  return found.map(({ span, type, modifiers }) => [text.slice(span.start, span.end), [type, ...(modifiers ?? [])].join('.')].join(' '));
}

it('names every word of a profile by what it is', async () => {
  const text = `abi <abi/4.0>, # first
@{site} = /srv "@{site}/x"
profile web /usr/bin/web flags=(complain) {
  include if exists <local/web>
  audit deny owner @{site}/** rw,
  priority=-5 link subset /a -> /b,
  mount fstype=ext4 options in (ro, bind) /dev/sda1 -> /mnt/,
  signal send set=(hup) peer=web,
  set rlimit as <= 5 GB,
  if defined @{site} and \${DEBUG} { change_profile /bin/a -> web, }
}
`;
  expect((await described(text)).join('\n')).toMatchInlineSnapshot(`
    "abi keyword
    <abi/4.0> string
    # first comment
    @{site} variable.declaration
    = operator
    /srv string
    " string
    @{site} variable
    /x" string
    profile keyword
    web namespace.declaration
    /usr/bin/web string
    flags property
    = operator
    complain enumMember
    include keyword
    if keyword
    exists keyword
    <local/web> string
    audit modifier
    deny modifier.deny
    owner modifier
    @{site} variable
    /** string
    rw enumMember.deny
    priority modifier
    = operator
    -5 number
    link keyword
    subset keyword
    /a string
    -> operator
    /b string
    mount keyword
    fstype property
    = operator
    ext4 string
    options property
    in keyword
    ro enumMember
    bind enumMember
    /dev/sda1 string
    -> operator
    /mnt/ string
    signal keyword
    send enumMember.allow
    set property
    = operator
    hup enumMember
    peer property
    = operator
    web namespace
    set keyword
    rlimit keyword
    as enumMember
    <= operator
    5 number
    GB type
    if keyword
    defined keyword
    @{site} variable
    and keyword
    \${DEBUG} variable
    change_profile keyword
    /bin/a string
    -> operator
    web namespace"
  `);
});

it.each([
  ['/usr/bin/sh ux,', ['ux enumMember.allow.dangerous']],
  ['/usr/bin/sh rPix,', []],
  ['/usr/bin/sh rPUx -> x,', ['PUx enumMember.allow.dangerous']],
  ['/** rw,', ['/** string.dangerous']],
  ['deny /** w,', []],
  ['owner @{HOME}/** rw,', ['@{HOME} variable.dangerous', '/** string.dangerous']],
  ['owner @{HOME}/** r,', []],
  ['/var/log/web/* w,', []],
  ['/run/docker.sock rw,', ['/run/docker.sock string.dangerous']],
  ['@{PROC}/sys/kernel/* w,', ['@{PROC} variable.dangerous', '/sys/kernel/* string.dangerous']],
  ['/etc/shadow r,', ['/etc/shadow string.dangerous']],
  ['capability chown sys_admin,', ['sys_admin enumMember.dangerous']],
  ['deny capability sys_admin,', []],
  ['network packet,', ['packet enumMember.dangerous']],
  ['network netlink raw,', []],
  ['mount,', ['mount keyword.dangerous']],
  ['mount fstype=proc,', []],
  ['change_profile -> **,', ['** namespace.dangerous']],
  ['change_profile -> web//x,', []],
  ['ptrace,', ['ptrace keyword.dangerous']],
  ['ptrace readby,', []],
  ['file,', ['file keyword.dangerous']],
  ['all,', ['all keyword.dangerous']],
])('%s marks %j as dangerous', async (rule, expected) => {
  const found = await described(`profile web {\n  ${rule}\n}\n`);
  expect(found.filter((one) => one.endsWith('.dangerous'))).toEqual(expected);
});

it('cuts a quoted name that runs over lines at the line ends', async () => {
  expect(await described('profile web {\n  "/a\n  b" r,\n}\n')).toContain('"/a string');
});
