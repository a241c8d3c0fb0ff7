import { describe, expect, it } from 'vitest';
import { refused } from './helpers';

const inProfile = (...lines: string[]) => `profile web {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

/** What apparmor_parser 6.0 takes, odd as some of it is. */
describe('is taken', () => {
  it.each([
    ['blocks for owners and for others do not meet', inProfile('owner { /usr/bin/a ix, }', 'other { /usr/bin/a px, }')],
    ['nor do a block and a rule', inProfile('owner { /usr/bin/a ix, }', 'other /usr/bin/a px,')],
    ['a block within another keeps what both say', inProfile('owner { other { /usr/bin/a ix, } }', '/usr/bin/a px,')],
    ['a profile in a block is dropped', inProfile('{ profile x { } }', 'profile x { }')],
    ['with everything in it', inProfile('{ profile x { @{NOPE} r, /usr/bin/a ix, /usr/bin/a px, } }')],
    ['rules that a block drops are not compiled', inProfile('{ dbus path=@{NOPE}, mount options=private /a -> /b, unix addr=@{a, }')],
    ['a mount rule in a branch that is not taken', inProfile('if false { mount options=private /a -> /b, }')],
    [
      'ways to one named profile',
      inProfile('/usr/bin/a px -> b,', '/usr/bin/a ux -> b,', '/usr/bin/c cx -> d,', '/usr/bin/c px -> web//d,'),
    ],
    ['ways that inherit where there is none', inProfile('/usr/bin/a ix -> b,', '/usr/bin/a Pix -> b,')],
    ['no time without unit', inProfile('set rlimit cpu <= 0,')],
    ['names of one signal', 'profile web flags=(kill.signal=stp kill.signal=tstp) {\n}\n'],
    ['names of one error, in any case', 'profile web flags=(error=EAGAIN error=ewouldblock) {\n}\n'],
    ['quoted access words', inProfile('signal ("send"),', 'unix ("connect" send) peer=(label=x),')],
    ['quoted words of a network rule', inProfile('network "inet" "stream",')],
    ['the bus inside of peer', inProfile('dbus bind peer=(bus=session),')],
    ['a number sign inside of peer', inProfile('dbus send peer=(label=#a),')],
    ['a value behind a bare variable of one letter', '@X=/a\nprofile web {\n  @X r,\n}\n'],
    ['question marks behind a variable', '@{X}=/a\nprofile web {\n  @{X}?? r,\n}\n'],
    ['several addresses, of which the first counts', inProfile('network ip=(::1 ::2) port=(80 443),')],
    ['one value in parentheses', 'profile web xattrs=(user.a=(b)) {\n}\n'],
    ['no condition of the peer', inProfile('network unix peer=(),')],
    ['leading zeros of a signal', inProfile('signal set=rtmin+07,')],
    ['a word as a path', inProfile('srv r,', 'r srv,', 'file srv rw,', 'link srv -> /b,')],
  ])('%s', async (_, text) => {
    expect(await refused(text)).toEqual([]);
  });
});

describe('is refused', () => {
  it.each([
    ['a mode in a block in a block', inProfile('deny { { /a r, } allow { /b r, } }'), ['block-mode-conflict: allow']],
    ['a conditional of a dbus rule and of its peer', inProfile('dbus path=/a peer=(path=/b),'), ['duplicate-conditional: path']],
    ['one name for both sides', inProfile('dbus name=a peer=(name=b),'), ['duplicate-conditional: name']],
    ['nothing between quotes inside of peer', inProfile('dbus peer=(label=""),'), ['incomplete-rule: ""']],
    ['a variable alone as new root', '@{R}=/r\nprofile web {\n  pivot_root @{R},\n}\n', ['path-form: @{R}']],
    ['a quoted word as new root', inProfile('pivot_root "r",'), ['path-form: "r"']],
    ['an interface that is no pattern', inProfile('network interface=eth{0,'), ['bad-glob: eth{0']],
    ['an include whose condition is on the next line', 'include\n  if exists <x>\n', ['missing-blank: include']],
    ['a remount that may be a bind, by type', inProfile('remount fstype=ext4 options in (bind) /a,'), ['mount-encoding: remount']],
    ['a signal beyond the last', inProfile('signal set=rtmin+033,'), ['unknown-signal: rtmin+033']],
    ['what two flags say otherwise', 'profile web flags=(error=EPERM error=EACCES) {\n}\n', ['flag-conflict: error=EACCES']],
    ['a value glued to a bare variable', '@SITE=/a\nprofile web {\n}\n', ['missing-blank: @SITE']],
    ['a blank in an identity', 'profile web +identities=("a b/c") {\n}\n', ['identities-form: "a b/c"']],
    ['another word for flags', 'profile web mode=(complain) {\n}\n', ['unknown-header-word: mode']],
    ['an empty name', 'profile "" {\n}\n', ['profile-name: ""']],
    ['another profile of one name', inProfile('/usr/bin/a cx -> b,', '/usr/bin/a px -> b,'), ['exec-conflict: px']],
    ['unsafe with ix', inProfile('unsafe /usr/bin/a ix,', '/usr/bin/a ix,'), ['exec-conflict: ix']],
    ['an access word behind an empty list', inProfile('dbus (,) bind,'), ['unknown-access: bind']],
    ['an unknown word before a path', inProfile('quiet /a r,'), ['unknown-keyword: quiet']],
    ['identities on the next line', 'profile web +\nidentities=(x) {\n}\n', ['identities-form: +']],
  ])('%s', async (_, text, wanted) => {
    expect(await refused(text)).toEqual(wanted);
  });
});

describe('the tests of if', () => {
  const preamble = '@{A} = a b\n@{B} = @{A}x c\n@{R} = @{R}\n@{U} = @{NOPE}\n${T} = true\n';
  const inTest = (test: string) => `${preamble}profile web {\n  if ${test} {\n    /a ix,\n  } else {\n    /a px,\n  }\n  /a ix,\n}\n`;

  it.each([
    '"true"',
    '@{A} in @{A}',
    'ax in @{B}',
    '010 < 9',
    '0x10 > 9',
    'a < b',
    '"" < a',
    '@{A} < b',
    '1a > /a',
    '( b in @{A} ) and ${T}',
  ])('%s is true', async (test) => expect(await refused(inTest(test))).toEqual([]));

  it.each(['b in @{B}', 'b < @{A}', '@{A} == a', '-1 > 0', 'not ${T} or a in b'])('%s is false', async (test) =>
    expect(await refused(inTest(test))).toEqual(['exec-conflict: ix']),
  );

  it.each([
    ['and == a', ['condition-form: and']],
    ['a == in', ['condition-form: in']],
    ['08 < 9', ['condition-form: 08']],
    ['@{R} == a', ['recursive-variable: @{R}']],
    ['a in @{U}', ['undefined-variable: @{U}']],
    ['(a in @{A})', ['missing-blank: )']],
    ['((${T} and defined @{A}))', ['missing-blank: )']],
  ])('%s is refused', async (test, wanted) => {
    expect(await refused(inTest(test))).toEqual(wanted);
  });
});

describe('sets and booleans share their names', () => {
  it.each([
    ['@{X} = a\n${X} = true\n', ['variable-redefined: ${X}']],
    ['${X} = true\n@{X} = a\n', ['variable-redefined: @{X}']],
    ['${X} = true\n@{X} += a\n', ['variable-append: @{X}']],
    ['${X} = true\n@{X} ?= a\nprofile web {\n  @{X} r,\n}\n', ['undefined-variable: @{X}']],
    ['${X} = true\n@{X} := a\nprofile web {\n  if ${X} { }\n  /@{X} r,\n}\n', ['undefined-boolean: ${X}']],
    ['@{X} = a\n${X} := true\nprofile web {\n  if ${X} { }\n}\n', []],
  ])('%j', async (text, wanted) => {
    expect(await refused(text)).toEqual(wanted);
  });
});

describe('one mistake is one finding', () => {
  it.each([
    ['a brace behind a word', inProfile('network inet,}').slice(0, -2), ['missing-blank: }']],
    ['a brace behind an access word', inProfile('unix w,}').slice(0, -2), ['missing-blank: }']],
    ['a brace behind a path', inProfile('rw /a,}').slice(0, -2), ['missing-blank: }']],
    ['a brace behind a target', inProfile('/a Px -> b,}').slice(0, -2), ['missing-blank: }']],
    ['a brace behind change_profile', inProfile('change_profile -> "b",}').slice(0, -2), ['missing-blank: }']],
    ['no brace behind permissions', inProfile('/a r,}').slice(0, -2), []],
    ['no brace behind a keyword', inProfile('network,}').slice(0, -2), []],
    ['no brace behind a list', inProfile('unix (send),}').slice(0, -2), []],
    ['no brace of an alternation', inProfile('/a/{b,} r,', 'r /a/{b,},'), []],
    ['a word too many', inProfile('mount /a /b,'), ['unexpected-text: /b']],
    ['a path too many', inProfile('/a /b r,'), ['missing-permissions: /a']],
    ['a character in a path', inProfile('/a!b/c rw,'), ['missing-permissions: /a']],
    ['a comma in the wrong place', inProfile(',network (send, receive) inet,'), ['unexpected-text: ,']],
    ['a word before a header’s brace', 'profile web ! {\n  /a r,\n}\n', ['unexpected-text: !']],
    ['a word in a test', inProfile('if foo true { /a r, } else { /b r, }'), ['boolean-value: foo']],
    ['a word in a list of access words', inProfile('ptrace foo read,'), ['unknown-access: foo']],
    ['a brace in the middle', inProfile('/a r, }', '/b r,', '/c r,'), ['stray-brace: }']],
    ['a brace of no variable', inProfile('@ /a r,', '/b r,'), ['variable-name: @']],
  ])('%s', async (_, text, wanted) => {
    expect(await refused(text)).toEqual(wanted);
  });
});
