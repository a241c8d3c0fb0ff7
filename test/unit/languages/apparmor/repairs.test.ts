import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf, type Fact, type Fix } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const files = { 'abstractions/base': '', 'abstractions/nameservice': '', 'abstractions/web-queue': '' };
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
  const fixes: readonly Fix[] = rule.fixes!(part, { ...report!, code: rule.code }, context);
  return { message: report!.message, results: fixes.map((fix) => [fix.title, applyEdits(text, editsOf(fix))]) };
}

const web = (body: string) => `profile web {\n  ${body}\n}\n`;

describe('what a fix writes', () => {
  it.each([
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

  it('leaves the environment of a denied program alone', async () => {
    const part = await open(web('deny /bin/x px,'), files);
    expect([...apparmor.rules.find(({ code }) => code === 'apparmor/keeps-environment')!.check(part, context)]).toEqual([]);
  });
});
