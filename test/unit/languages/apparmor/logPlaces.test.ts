import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';
import { file, files, head, kernel, observe, profile } from './logHelpers';

describe('sockets for which addresses count', () => {
  const net = (operation: string, fields: string) =>
    kernel(
      `operation="${operation}" class="net" profile="web" family="inet" sock_type="stream" protocol=6 ${fields} denied="${operation}"`,
    );

  it('names accesses as soon as the kernel compares addresses', async () => {
    const log = [
      net('create', ''),
      net('setopt', ''),
      net('connect', 'daddr=192.0.2.7 dest=443'),
      net('bind', 'src=80'),
      net('listen', 'src=80'),
    ];
    const found = await observe(profile(), log);
    expect(found.rules).toEqual([
      'network (create, setopt) inet stream,',
      'network connect inet stream peer=(ip=192.0.2.7, port=443),',
      'network bind inet stream port=80,',
      'network listen inet stream port=80,',
    ]);
    expect((await observe(found.text, log)).rules).toEqual([]);
  });

  it('keeps to the accesses that the profile names', async () => {
    const text = profile('  network create inet stream,\n');
    expect((await observe(text, [net('create', ''), net('connect', '')])).rules).toEqual(['network connect inet stream,']);
    expect((await observe(profile('  network create inet6 stream,\n'), net('connect', ''))).rules).toEqual(['network inet stream,']);
  });
});

it('reads several records of one line', async () => {
  const found = await observe(profile(), `${file('/srv/a', 'r')} ${file('/srv/b', 'w')}`);
  expect(found.suggestions.map(({ rule, lines }) => `${rule} ${lines}`)).toEqual(['/srv/a r, 1', '/srv/b w, 1']);
});

it('gives what a program did in complain mode to the profile that it will have', async () => {
  const inside = file('/srv/x', 'r').replace('"web"', '"web//null-/usr/bin/id"');
  expect((await observe(`${profile()}profile id /usr/bin/id {\n}\n`, inside)).suggestions[0]?.profile).toBe('id');
  expect((await observe(profile('  profile id /usr/bin/id {\n  }\n'), inside)).suggestions[0]?.profile).toBe('web//id');
});

it('knows the variables that the parser defines', async () => {
  const text = `${head}profile web /usr/bin/web {\n  @{exec_path} mr,\n  ptrace read peer=@{profile_name},\n}\n`;
  const trace = kernel('operation="ptrace" profile="web" requested_mask="read" denied_mask="read" peer="web"');
  expect((await observe(text, [file('/usr/bin/web', 'rm'), trace])).rules).toEqual([]);
});

describe('where a rule goes', () => {
  const log = [file('/srv/new', 'r'), kernel('operation="capable" profile="web" capname="chown"')];
  it.each([
    [
      'behind the last of its kind',
      '    /a r, # why\n\n    capability kill,\n    network,\n',
      '    /a r, # why\n    /srv/new r,\n\n    capability kill,\n    capability chown,\n    network,\n',
    ],
    [
      'behind the last rule',
      '\tnetwork,\n\tprofile x {\n\t\t/b r,\n\t}\n',
      '\tnetwork,\n\t/srv/new r,\n\tcapability chown,\n\tprofile x {\n\t\t/b r,\n\t}\n',
    ],
    [
      'behind the includes',
      '  include <abstractions/x>\n  # end\n',
      '  include <abstractions/x>\n  /srv/new r,\n  capability chown,\n  # end\n',
    ],
    ['into an empty block', '  # nothing yet\n', '  /srv/new r,\n  capability chown,\n  # nothing yet\n'],
  ])('%s', async (_, body, expected) => {
    expect((await observe(profile(body), log)).text).toBe(profile(expected));
  });

  it.each([
    ['profile web { }', 'profile web {\n  /srv/new r,\n  capability chown,\n}'],
    ['profile web { /a r, }', 'profile web { /a r, /srv/new r, capability chown, }'],
    ['profile web {\r\n  /a r,\r\n}\r\n', 'profile web {\r\n  /a r,\r\n  /srv/new r,\r\n  capability chown,\r\n}\r\n'],
  ])('%j', async (text, expected) => {
    expect((await observe(text, log)).text).toBe(expected);
  });

  it('gives a rule about the same path the letters that it lacks', async () => {
    const found = await observe(profile('  /srv/x   ra, # data\n'), [file('/srv/x', 'w'), file('/srv/x', 'k')]);
    expect(found.text).toBe(profile('  /srv/x   rwk, # data\n'));
    expect(found.rules).toEqual(['/srv/x rwk,']);
  });

  it('finds hats and children by the name in the log', async () => {
    const text = profile('  /a r,\n  ^guest {\n    /b r,\n  }\n');
    const found = await observe(text, file('/c', 'r').replace('"web"', '"web//guest"'));
    expect(found.text).toBe(profile('  /a r,\n  ^guest {\n    /b r,\n    /c r,\n  }\n'));
    expect(found.suggestions[0]?.profile).toBe('web//guest');
  });

  it('adds to a fragment whatever profile includes it', async () => {
    const found = await observe('# local\n/a r,\n', file('/c', 'r'), 'apparmor.d/local/web');
    expect(found.text).toBe('# local\n/a r,\n/c r,\n');
    expect((await observe('', [file('/c', 'r'), file('/d', 'r')], 'apparmor.d/local/web')).text).toBe('/c r,\n/d r,\n');
  });
});

describe('what no rule would help', () => {
  it('points at the rule that denies', async () => {
    const found = await observe(profile('  /etc/** r,\n  audit deny /etc/shadow rw,\n  deny network inet,\n'), [
      file('/etc/shadow', 'r'),
      kernel('operation="create" profile="web" family="inet" sock_type="stream" protocol=6 requested_mask="create" denied_mask="create"'),
    ]);
    expect(found.rules).toEqual([]);
    expect(found.denied.map(({ line, what }) => `${line} ${what}`)).toEqual(['1 /etc/shadow r', '2 network create inet stream']);
    expect(found.place).toEqual(['audit deny /etc/shadow rw,', 'deny network inet,']);
  });

  it('says what is allowed already, and offers the rest', async () => {
    const found = await observe(profile('  @{HOME}/** r,\n  capability,\n'), [
      file('/home/ada/x', 'rw'),
      kernel('operation="capable" profile="web" capname="chown"'),
    ]);
    expect(found.covered.map(({ what }) => what)).toEqual(['/home/ada/x r', 'capability chown']);
    expect(found.rules).toEqual(['@{HOME}/x w,']);
  });

  it('names profiles that the file does not hold', async () => {
    const found = await observe(profile(), [file('/x', 'r').replace('"web"', '"other"'), file('/x', 'r').replace('"web"', '"web//gone"')]);
    expect([found.unknownProfiles, found.rules]).toEqual([['other', 'web//gone'], []]);
  });

  it('adds the flag that paths outside of the namespace need', async () => {
    const line = kernel(
      'operation="open" info="Failed name lookup - disconnected path" error=-13 profile="web" name="run/x" requested_mask="r" denied_mask="r"',
    );
    expect((await observe('profile web { /a r, }', line)).text).toBe('profile web flags=(attach_disconnected) { /a r, /run/x r, }');
    expect((await observe('profile web flags=(complain) { /a r, }', line)).text).toBe(
      'profile web flags=(complain, attach_disconnected) { /a r, /run/x r, }',
    );
  });

  it('adds the flag that queues outside of the namespace need', async () => {
    const line = kernel(
      'operation="getattr" class="posix_mqueue" info="Failed name lookup - disconnected IPC path" error=-13 profile="web" requested="getattr" denied="getattr"',
    );
    const found = await observe('profile web { /a r, }', line);
    expect(found.text).toBe('profile web flags=(attach_disconnected.ipc) { /a r, mqueue getattr type=posix, }');
    expect(found.suggestions[0]?.note).toContain('The queue lies outside');
  });

  it('adds several flags at once, and none twice', async () => {
    const info = (text: string, name: string) =>
      kernel(
        `operation="open" class="file" info="Failed name lookup - ${text}" error=-13 profile="web" name="${name}" requested_mask="r" denied_mask="r"`,
      );
    const log = [info('disconnected path', 'run/x'), info('disconnected path', 'run/y'), info('deleted entry', '/run/z')];
    const found = await observe('profile web { /a r, }', log);
    expect(found.text).toBe('profile web flags=(attach_disconnected, mediate_deleted) { /a r, /run/x r, /run/y r, /run/z r, }');
    const again = await observe(found.text, log);
    expect(again.text).toBe(found.text);
    expect(again.covered.map(({ rule }) => rule)).toEqual(['/run/x r', '/run/y r', '/run/z r']);
  });

  it('adds no flag to a fragment', async () => {
    const line = kernel(
      'operation="open" info="Failed name lookup - disconnected path" error=-13 profile="web" name="run/x" requested_mask="r" denied_mask="r"',
    );
    const found = await observe('/a r,\n', line, 'apparmor.d/local/web');
    expect([found.text, found.unanswered?.[0]?.why]).toEqual([
      '/a r,\n@{run}/x r,\n',
      'The profile that includes this file needs the flag attach_disconnected.',
    ]);
  });

  it.each([
    ['exec', 'info="no new privs" error=-1 name="/usr/bin/id" requested_mask="x" denied_mask="x" target="id"', /no_new_privs/],
    [
      'exec',
      'info="profile transition not found" error=-13 name="/usr/bin/id" requested_mask="x" denied_mask="x" target="id"',
      /not loaded/,
    ],
    ['change_onexec', 'info="label not found" error=-2 name="snap.x.y"', /No profile of this name/],
    ['change_hat', 'info="label not found" error=-2 name="ADMIN"', /needs a hat/],
    ['profile_replace', 'info="not policy admin" error=-13 name="web"', /mac_admin/],
    ['open', 'class="file" requested_mask="r" denied_mask="r" fsuid=0 ouid=0', /does not name/],
    ['file_inherit', 'class="file" name="/apparmor/.null"', /closed off/],
    ['file_inherit', 'family="unix" sock_type="stream" protocol=0 requested_mask="send receive"', /does not name/],
    ['ptrace', 'requested_mask="read" denied_mask="read"', /does not name/],
    ['mount', 'error=-2 flags="rw, bind"', /does not name/],
    ['mount', 'name="/mnt/" flags="odd"', /no rule/],
    ['setrlimit', 'rlimit=nofile value=4096', /set rlimit/],
  ])('gives the reason: %s %s', async (operation, fields, why) => {
    const found = await observe(profile('  /usr/bin/id Px -> id,\n'), kernel(`operation="${operation}" profile="web" ${fields}`));
    expect([found.rules, found.covered, found.denied]).toEqual([[], [], []]);
    expect(found.unanswered).toEqual([expect.objectContaining({ line: 1, why: expect.stringMatching(why) })]);
    if (operation === 'exec') expect(found.unanswered?.[0]?.rule).toBe('/usr/bin/id Px -> id');
  });

  it('points at the limit of the profile', async () => {
    const found = await observe(
      profile('  set rlimit nofile <= 1024,\n'),
      kernel('operation="setrlimit" profile="web" rlimit=nofile value=4096'),
    );
    expect(found.denied).toEqual([expect.objectContaining({ what: 'rlimit nofile 4096', rule: 'set rlimit nofile <= 1024' })]);
  });

  it('knows that nothing answers for a process without a profile', async () => {
    const found = await observe(
      profile(),
      kernel('operation="userns_create" class="namespace" profile="unconfined" requested="userns_create" denied="userns_create"'),
    );
    expect([found.unknownProfiles, found.unconfined?.map(({ what }) => what)]).toEqual([[], ['userns create']]);
  });

  it('names the rule of an included file', async () => {
    const part = await open(profile('  include <own>\n'), { ...files, own: 'audit deny /srv/x r,\n' });
    const found = apparmor.fromObservation!(part, file('/srv/x', 'r'), defaultContext);
    expect(found.denied).toEqual([expect.objectContaining({ rule: 'audit deny /srv/x r' })]);
  });

  it('says what could not be read', async () => {
    const found = await observe(profile('  include <abstractions/base>\n'), file('/srv/x', 'r'));
    expect(found.unread).toEqual(['include <abstractions/base>']);
  });

  it('offers nothing where the other profile is not there', async () => {
    const line = kernel('operation="change_onexec" class="file" info="label not found" error=-2 profile="web" name="snap.x.y"');
    expect((await observe(profile(), line)).rules).toEqual([]);
  });
});

it.each([
  [kernel('operation="capable" profile="web" capname="sys_admin"'), /./],
  [file('/run/docker.sock', 'rw'), /root on the host/],
  [file('/etc/shadow', 'r'), /hashes/],
  [kernel('operation="exec" profile="web" name="/usr/bin/id" requested_mask="x" denied_mask="x"'), /same profile/],
])('judges what is dangerous: %s', async (line, note) => {
  const [first] = (await observe(profile(), line)).suggestions;
  expect(`${first?.severity?.why} ${first?.note}`).toMatch(note);
});

it('runs a program under a profile of its own where there is one', async () => {
  const exec = kernel('operation="exec" profile="web" name="/usr/bin/id" requested_mask="x" denied_mask="x"');
  expect((await observe(`${profile()}profile id /usr/bin/id {\n}\n`, exec)).rules).toEqual(['/usr/bin/id Px,']);
  expect((await observe(profile('  profile id /usr/bin/id {\n  }\n'), exec)).rules).toEqual(['/usr/bin/id Cx,']);
});
