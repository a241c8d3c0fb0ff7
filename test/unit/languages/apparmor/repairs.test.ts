import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf, type Fact } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { fixesOf } from '../../../helpers/fixes';
import { open } from './helpers';

const files = {
  'abstractions/slip': '# a\n/srv/** z,\n',
  'abstractions/proc': '@{PROC}/stat r,\n',
  'abstractions/base': '',
  'abstractions/nameservice': '',
  'abstractions/web-queue': '',
};
const fact = (kind: Fact['kind'], name: string): Fact => ({ kind, name, uri: 'file:///x', span: { start: 0, end: 0 } });
const context: Context = {
  ...defaultContext,
  facts: [fact('apparmor-fragment', 'abstractions/web-queue'), fact('apparmor-profile', 'helper')],
};

/** The finding of that code, and every fix with its result. */
async function repaired(text: string, code: string) {
  const part = await open(text, files, 'apparmor.d/web', context);
  const rule = apparmor.rules.find((one) => one.code === `apparmor/${code}`)!;
  const [report] = [...rule.check(part, context)];
  const fixes = fixesOf(report!);
  return { message: report!.message, results: fixes.map((fix) => [fix.title, applyEdits(text, editsOf(fix))]) };
}

const web = (body: string) => `profile web {\n  ${body}\n}\n`;

describe('what a fix writes', () => {
  it.each([
    ['unexpected-text', web('// a comment'), [['Write the comment with #', web('# a comment')]]],
    ['unknown-permissions', web('/* another'), [['Write the comment with #', web('# another')]]],
    ['unknown-permissions', web('/srv/web another,'), []],
    [
      'comment-inside-rule',
      'profile web {\n  dbus send # one\n    # two\n    bus=session,\n}\n',
      [['Move the comment before the rule', 'profile web {\n  # one\n  dbus send\n    # two\n    bus=session,\n}\n']],
    ],
    [
      'comment-inside-rule',
      'profile web {\n  dbus send\n    # two\n    bus=session,\n}\n',
      [['Move the comment before the rule', 'profile web {\n  # two\n  dbus send\n    bus=session,\n}\n']],
    ],
    ['stray-brace', 'profile web {\n}\n\n}\n\nprofile b {\n}\n', [['Remove the brace', 'profile web {\n}\n\nprofile b {\n}\n']]],
    ['stray-brace', 'profile web {\n}\n} # why\n', [['Remove the brace', 'profile web {\n}\n # why\n']]],
    ['unused-variable', '@{a} = /x\n\nprofile web {\n}\n', [['Remove @{a} = /x', 'profile web {\n}\n']]],
    ['unused-variable', '# head\n@{a} = /x\n\nprofile web {\n}\n', [['Remove @{a} = /x', '# head\n\nprofile web {\n}\n']]],
    [
      'block-mode-conflict',
      'profile web {\n  deny {\n    allow owner /a r,\n  }\n}\n',
      [['Remove allow', 'profile web {\n  deny {\n    owner /a r,\n  }\n}\n']],
    ],
    [
      'flag-conflict',
      'profile web flags=(\n  enforce,\n  complain\n) {\n}\n',
      [['Remove complain', 'profile web flags=(\n  enforce\n) {\n}\n']],
    ],
    ['rlimit-form', web('set rlimit nofile = 5,'), [['Write <=', web('set rlimit nofile <= 5,')]]],
    ['rlimit-form', web('set rlimit core infinity,'), [['Insert <=', web('set rlimit core <= infinity,')]]],
    [
      'mount-option-conflict',
      web('mount options=(ro, rw, bind) /a/ -> /b/,'),
      [
        ['Remove rw', web('mount options=(ro, bind) /a/ -> /b/,')],
        ['Take either: write in instead of =', web('mount options in (ro, rw, bind) /a/ -> /b/,')],
      ],
    ],
    ['unknown-keyword', web('capability setgid, chown,'), [['Remove the comma before chown', web('capability setgid chown,')]]],
    ['bad-glob', web('/srv/{new,cur/** rw,'), [['Close it: {new,cur}', web('/srv/{new,cur}/** rw,')]]],
    ['bad-glob', web('/srv/new}/** rw,'), [['Remove the }', web('/srv/new/** rw,')]]],
    [
      'flag-conflict',
      'profile web flags=(complain, audit, enforce) {\n}\n',
      [['Remove enforce', 'profile web flags=(complain, audit) {\n}\n']],
    ],
    [
      'two-exec-modes',
      web('/bin/x rPxix,'),
      [
        ['Keep Px', web('/bin/x rPx,')],
        ['Keep ix', web('/bin/x rix,')],
      ],
    ],
    [
      'missing-child',
      web('/bin/x Cx -> helper,'),
      [
        ['Write Px -> helper: the profile outside', web('/bin/x Px -> helper,')],
        [
          'Add profile helper inside',
          'profile web {\n  /bin/x Cx -> helper,\n\n  profile helper {\n    include <abstractions/base>\n  }\n}\n',
        ],
      ],
    ],
    ['unknown-keyword', web('rlimit nofile <= 5,'), [['Write set rlimit', web('set rlimit nofile <= 5,')]]],
    ['incomplete-rule', web('include <abstractions/base'), [['Add the >', web('include <abstractions/base>')]]],
    [
      'unseen-include',
      web('include abstractions/web-queue'),
      [['Write <abstractions/web-queue>', web('include <abstractions/web-queue>')]],
    ],
    ['peer-form', web('signal send peer=(label="a b"),'), [['Write peer="a b"', web('signal send peer="a b",')]]],
    [
      'conditional-value',
      web('dbus send bus=(session, system),'),
      [['Write bus={session,system}', web('dbus send bus={session,system},')]],
    ],
    ['duplicate-conditional', web('signal send peer=a peer=b,'), [['Remove peer=b', web('signal send peer=a,')]]],
    ['peer-access', web('unix (bind, connect) peer=(label=a),'), [['Remove bind', web('unix (connect) peer=(label=a),')]]],
    ['block-mode-conflict', web('deny {\n    audit allow /a r,\n  }'), [['Remove allow', web('deny {\n    audit /a r,\n  }')]]],
    ['link-and-exec', web('rlpx /a -> b,'), [['Write rpx', web('rpx /a -> b,')]]],
    ['missing-abi-file', 'abi <abi/4.00>,\n', [['Write <abi/4.0>', 'abi <abi/4.0>,\n']]],
    ['unclosed-list', web('signal (send, receive peer=a,'), [['Close it: (send, receive)', web('signal (send, receive) peer=a,')]]],
    ['unterminated-string', web('"/a b/** rw,'), [['Close the quote: "/a b/**"', web('"/a b/**" rw,')]]],
    [
      'header-order',
      'profile web flags=(audit) xattrs=(user.a) {\n}\n',
      [['Move xattrs before the flags', 'profile web xattrs=(user.a) flags=(audit) {\n}\n']],
    ],
    [
      'conditional-order',
      web('mount /dev/sda -> /mnt/ options=(ro, nosuid),'),
      [['Move options=(ro, nosuid) before the source', web('mount options=(ro, nosuid) /dev/sda -> /mnt/,')]],
    ],
    [
      'preamble-place',
      'profile web {\n  @{a} = /a\n  @{a} r,\n}\n',
      [['Move it before the first profile', '@{a} = /a\nprofile web {\n  @{a} r,\n}\n']],
    ],
    [
      'dropped-in-block',
      web('audit deny {\n    /a r,\n    network packet,\n  }\n  /b r,'),
      [
        [
          'Move it after the block: audit deny network packet,…',
          web('audit deny {\n    /a r,\n  }\n  audit deny network packet,\n  /b r,'),
        ],
      ],
    ],
    ['dropped-in-block', '"a,\n$profile web {\n  userns create\n', []],
    ['unused-variable', `@{a} = /a\n@{b} = /b\n${web('@{b} r,')}`, [['Remove @{a} = /a', `@{b} = /b\n${web('@{b} r,')}`]]],
  ])('%s: %s', async (code, text, results) => {
    expect((await repaired(text, code)).results).toEqual(results);
  });

  it('knows the include that was meant, of the workspace or of AppArmor', async () => {
    const own = await repaired(web('include <abstractions/web-qeue>'), 'missing-include');
    expect(own.message).toBe(
      'abstractions/web-qeue does not exist, so apparmor_parser refuses the file; did you mean abstractions/web-queue?',
    );
    expect(own.results).toEqual([
      ['Write <abstractions/web-queue>', web('include <abstractions/web-queue>')],
      ['Include it only if it exists', web('include if exists <abstractions/web-qeue>')],
    ]);
    expect((await repaired(web('include <abstractions/nameservise>'), 'missing-include')).results[0]).toEqual([
      'Write <abstractions/nameservice>',
      web('include <abstractions/nameservice>'),
    ]);
  });

  it('knows the variable that was meant, and where those of AppArmor come from', async () => {
    const slip = await repaired(`@{site} = /srv\n${web('@{sites}/** r,')}`, 'undefined-variable');
    expect(slip.message).toContain('did you mean @{site}?');
    expect(slip.results).toEqual([['Write @{site}', `@{site} = /srv\n${web('@{site}/** r,')}`]]);
    expect((await repaired(web('@{PROC}/stat r,'), 'undefined-variable')).results).toEqual([
      ['Add include <tunables/global>', `include <tunables/global>\n\n${web('@{PROC}/stat r,')}`],
    ]);
    expect((await repaired(`abi <kernel>,\n\n${web('@{PROC}/stat r,')}`, 'undefined-variable')).results).toEqual([
      ['Add include <tunables/global>', `abi <kernel>,\n\ninclude <tunables/global>\n\n${web('@{PROC}/stat r,')}`],
    ]);
  });

  it.each(['if true{', 'if defined @{x}{', 'if not 1 < 2{'])('says once that %s lacks a blank', async (head) => {
    const text = `@{x} = /x\n${web(`${head}\n    @{x} r,\n  }`)}`;
    const part = await open(text, files);
    const codes = apparmor.rules.flatMap((rule) => [...rule.check(part, context)].map(() => rule.code));
    expect(codes.filter((code) => code !== 'apparmor/missing-abi')).toEqual(['apparmor/missing-blank']);
    expect((await repaired(text, 'missing-blank')).results).toEqual([['Insert a blank', text.replace(head, `${head.slice(0, -1)} {`)]]);
  });

  it.each([
    ['signal (send, receive set=(hup),', 'unclosed-list'],
    ['/a = r,', 'unexpected-text'],
    ['include <abstractions/base', 'incomplete-rule'],
  ])('finds one mistake in %s', async (rule, code) => {
    const part = await open(web(`${rule}\n  /last r,`), files);
    const codes = apparmor.rules.flatMap((one) => [...one.check(part, context)].map(() => one.code));
    expect(codes.filter((one) => one !== 'apparmor/missing-abi')).toEqual([`apparmor/${code}`]);
  });

  it('says what is wrong in an include, and where', async () => {
    expect((await repaired(web('include <abstractions/slip>'), 'broken-include')).message).toBe(
      'abstractions/slip has a mistake in line 2, "z", so apparmor_parser refuses this file too.',
    );
    expect(await repaired(web('include <abstractions/proc>'), 'broken-include')).toEqual({
      message: 'abstractions/proc uses @{PROC}, which is not defined here, so apparmor_parser refuses this file.',
      results: [['Add include <tunables/global>', `include <tunables/global>\n\n${web('include <abstractions/proc>')}`]],
    });
  });

  it('leaves the environment of a denied program alone', async () => {
    const part = await open(web('deny /bin/x px,'), files);
    expect([...apparmor.rules.find(({ code }) => code === 'apparmor/keeps-environment')!.check(part, context)]).toEqual([]);
  });
});
