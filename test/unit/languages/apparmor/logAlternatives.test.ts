import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, type ObserveOptions } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';
import { file, files, head, kernel, profile } from './logHelpers';

const policy = {
  ...files,
  'abstractions/fonts': '/usr/share/fonts/{,**} r,\n/etc/fonts/** r,\n',
  'abstractions/wide': '/usr/** r,\n/etc/** r,\n/srv/** r,\n',
  'abstractions/shells': '/usr/share/fonts/** r,\n/usr/bin/* ix,\n',
};

async function ask(text: string, log: string | readonly string[], options: ObserveOptions = {}) {
  const library = await Promise.all(Object.entries(policy).map(([name, one]) => open(one, policy, `apparmor.d/${name}`)));
  const part = await open(text, policy);
  const observed = apparmor.fromObservation!(part, [log].flat().join('\n'), defaultContext, { ...options, library } as never);
  return { ...observed, rules: observed.suggestions.map(({ rule }) => rule), text: applyEdits(text, observed.edits) };
}

const fonts = [file('/usr/share/fonts/a/A.ttf', 'r'), file('/usr/share/fonts/a/B.ttf', 'r'), file('/etc/fonts/fonts.conf', 'r')];
const exec = kernel('operation="exec" class="file" profile="web" name="/usr/bin/convert" requested_mask="x" denied_mask="x"');

describe('abstractions', () => {
  it('takes the narrowest that covers several denials, and says what else it opens', async () => {
    const found = await ask(profile('  /a r,\n'), fonts);
    expect(found.text).toBe(profile('  include <abstractions/fonts>\n  /a r,\n'));
    expect(found.suggestions[0]?.lines).toEqual([1, 2, 3]);
    const [, ...others] = found.suggestions[0]?.alternatives ?? [];
    expect(others.find(({ rule }) => rule === 'include <abstractions/wide>')?.note).toContain('`/srv/** r`');
  });

  it('puts it after the includes that are there, before the local one', async () => {
    const body = '  include <abstractions/base>\n  /a r,\n  include if exists <local/web>\n';
    const after = '  include <abstractions/base>\n  include <abstractions/fonts>\n  /a r,\n  include if exists <local/web>\n';
    expect((await ask(profile(body), fonts)).text).toBe(profile(after));
  });

  it('offers it for a single denial, after the rule', async () => {
    const found = await ask(profile(), fonts[0] ?? '');
    expect(found.rules).toEqual(['/usr/share/fonts/a/A.ttf r,']);
    expect(found.suggestions[0]?.alternatives?.map(({ kind }) => kind)).toEqual([
      'literal',
      'abstraction',
      'abstraction',
      'abstraction',
      'glob',
      'glob',
      'glob',
      'audit',
      'deny',
    ]);
  });

  it('leaves out one that says otherwise how programs run', async () => {
    const found = await ask(profile('  /usr/b* Px,\n'), fonts);
    expect(found.suggestions.flatMap(({ alternatives = [] }) => alternatives.map(({ rule }) => rule))).not.toContain(
      'include <abstractions/shells>',
    );
  });
});

describe('what is preferred', () => {
  it.each([
    ['literal', '/usr/share/fonts/a/A.ttf r,'],
    ['deny', 'deny /usr/share/fonts/a/A.ttf r,'],
    ['glob', '/usr/share/fonts/a/*.ttf r,'],
    ['child', 'include <abstractions/fonts>'],
  ] as const)('%s', async (kind, first) => {
    expect((await ask(profile(), fonts, { prefer: [kind] })).rules[0]).toBe(first);
  });

  it('counts what a pattern covers once', async () => {
    const found = await ask(profile(), fonts.slice(0, 2), { prefer: ['glob'] });
    expect(found.suggestions.map(({ rule, lines }) => `${rule} ${lines}`)).toEqual(['/usr/share/fonts/a/*.ttf r, 1,2']);
  });

  it('takes what is chosen by name, and leaves out', async () => {
    const [first] = (await ask(profile(), fonts)).suggestions;
    const chosen = { [first?.id ?? '']: -1 };
    const found = await ask(profile(), fonts, { chosen });
    expect(found.rules).toEqual(['include <abstractions/fonts>']);
    expect(found.optional?.map(({ id }) => id)).toContain(first?.id);
    expect(found.text).not.toContain('A.ttf');
  });

  it('writes a child profile for a program', async () => {
    const found = await ask(profile('  /a r,\n'), exec, { prefer: ['child'] });
    expect(found.text).toBe(
      profile(
        '  /a r,\n  /usr/bin/convert Cx -> convert,\n\n  profile convert /usr/bin/convert {\n    include <abstractions/base>\n\n    /usr/bin/convert mr,\n  }\n',
      ),
    );
  });

  it('gives the child of a block of one line lines of its own', async () => {
    expect((await ask('profile web { /a r, }', exec, { prefer: ['child'] })).text).toBe(
      'profile web { /a r, /usr/bin/convert Cx -> convert,\n\nprofile convert /usr/bin/convert {\n  include <abstractions/base>\n\n  /usr/bin/convert mr,\n} }',
    );
  });

  it('leads to a profile by its name, and adds one that is missing', async () => {
    const [first, second] = [profile('  /a r,\n'), `${profile('  /a r,\n')}\nprofile convert {\n  /c r,\n}\n`];
    const rule = '  /a r,\n  /usr/bin/convert Px -> convert,\n';
    expect((await ask(first, exec, { prefer: ['named'] })).text).toBe(
      `${profile(rule)}\nprofile convert {\n  include <abstractions/base>\n\n  /usr/bin/convert mr,\n\n  include if exists <local/convert>\n}\n`,
    );
    expect((await ask(second, exec, { prefer: ['named'] })).text).toBe(`${profile(rule)}\nprofile convert {\n  /c r,\n}\n`);
  });

  it('runs a program under its own profile or else the same', async () => {
    expect((await ask(profile('  /a r,\n'), exec, { prefer: ['fallback'] })).rules).toEqual(['/usr/bin/convert mrPix,']);
  });

  it.each([
    ['audit', 'audit owner /srv/x w,'],
    ['any-owner', '/srv/x w,'],
    ['glob', 'owner /srv/* w,'],
  ] as const)('writes other qualifiers: %s', async (kind, rule) => {
    expect((await ask(profile('  /a r,\n'), file('/srv/x', 'w').replace('ouid=0', 'ouid=33'), { prefer: [kind] })).rules).toEqual([rule]);
  });

  it('keeps the owner of a link in each form of the rule', async () => {
    const link = kernel(
      'operation="link" class="file" profile="web" name="/srv/a" requested_mask="l" denied_mask="l" fsuid=33 ouid=33 target="/srv/b"',
    );
    const found = await ask(profile('  /a r,\n'), link);
    expect(found.suggestions[0]?.alternatives?.map(({ rule }) => rule)).toEqual([
      'owner link /srv/a -> /srv/b,',
      'owner /srv/a l,',
      'owner /srv/* l,',
      'owner /srv/** l,',
      'link /srv/a -> /srv/b,',
      'audit owner link /srv/a -> /srv/b,',
      'deny owner link /srv/a -> /srv/b,',
    ]);
  });

  it('offers no child within a child', async () => {
    const found = await ask(profile('  profile sub {\n    /a r,\n  }\n'), exec.replace('"web"', '"web//sub"'));
    expect(found.suggestions[0]?.alternatives?.map(({ kind }) => kind)).not.toContain('child');
  });
});

describe('what the file decides otherwise', () => {
  it('offers a priority over a deny rule, and writes it where it is wanted', async () => {
    const text = profile('  deny /etc/shadow r,\n');
    const found = await ask(text, file('/etc/shadow', 'r'));
    expect([found.text, found.optional?.map(({ rule }) => rule)]).toEqual([text, ['priority=1 /etc/shadow r,']]);
    const wanted = await ask(text, file('/etc/shadow', 'r'), { prefer: ['priority'] });
    expect(wanted.text).toBe(profile('  deny /etc/shadow r,\n  priority=1 /etc/shadow r,\n'));
    const again = await ask(wanted.text, file('/etc/shadow', 'r'));
    expect([again.rules, again.denied.length, again.covered.length]).toEqual([[], 0, 1]);
  });

  const denied = (info: string, target: string) =>
    kernel(
      `operation="exec" info="${info}" error=-1 profile="web" name="/usr/bin/id" requested_mask="x" denied_mask="x" target="${target}"`,
    );

  it.each([
    ['/usr/bin/id Px -> id', '/usr/bin/id Px -> &id'],
    ['/usr/bin/id Px', '/usr/bin/id Px -> &id'],
  ])('stacks under no_new_privs: %s', async (before, after) => {
    const text = `${profile(`  ${before},\n`)}profile id /usr/bin/id {\n}\n`;
    const log = denied('no new privs', 'id');
    expect((await ask(text, log)).text).toBe(text);
    expect((await ask(text, log)).unanswered?.[0]?.why).toContain(`Stacking (\`${after},\`) keeps both.`);
    expect((await ask(text, log, { prefer: ['stack'] })).text).toBe(text.replace(before, after));
  });

  it('writes the child that a rule leads to', async () => {
    const text = profile('  /usr/bin/id Cx,\n');
    const log = denied('profile transition not found', 'web//id');
    expect((await ask(text, log)).unanswered?.[0]?.why).toContain('The child is not in the file');
    const wanted = (await ask(text, log, { prefer: ['child'] })).text;
    expect(wanted).toContain('  profile id /usr/bin/id {\n    include <abstractions/base>\n');
    expect((await ask(wanted, log)).optional).toEqual([]);
  });
});

describe('severities', () => {
  it.each([
    [kernel('operation="capable" profile="web" capname="sys_admin"'), 'critical'],
    [file('/usr/lib/web/x.so', 'w'), 'high'],
    [file('/etc/web.conf', 'w'), 'medium'],
    [file('/etc/web.conf', 'r'), 'low'],
    [file('/etc/shadow', 'r'), 'high'],
    [exec, 'medium'],
    [exec.replace('/usr/bin', '/home/ada'), 'high'],
    [kernel('operation="ptrace" profile="web" requested_mask="trace" denied_mask="trace" peer="db"'), 'high'],
    [kernel('operation="mount" profile="web" name="/mnt/" fstype="ext4" srcname="/dev/sda1"'), 'high'],
    [kernel('operation="change_profile" profile="web" name="unconfined"'), 'critical'],
    [kernel('operation="userns_create" profile="web" requested="userns_create" denied="userns_create"'), 'high'],
  ])('%s', async (line, level) => {
    const { severity } = (await ask(profile(), line)).suggestions[0] ?? {};
    expect(severity?.level).toBe(level);
    expect(severity?.why).toMatch(/^[A-Z\w`].*\.$/);
  });
});

describe('the abi', () => {
  const line = kernel('operation="userns_create" class="namespace" profile="web" requested="userns_create" denied="userns_create"');
  it('says that a rule takes effect only under another abi', async () => {
    expect((await ask(`abi <abi/3.0>,\n${profile()}`, line)).suggestions[0]?.note).toContain(
      'user namespaces are not mediated under abi 3.0',
    );
    expect((await ask(`abi <abi/4.0>,\n${profile()}`, line)).suggestions[0]?.note).toBeUndefined();
  });
});

describe('a path outside of the namespace', () => {
  const line = kernel(
    'operation="open" info="Failed name lookup - disconnected path" error=-13 profile="web" name="run/x" requested_mask="r" denied_mask="r"',
  );
  it('has the flag with a warning, and the rule', async () => {
    const found = await ask(`${head}profile web {\n}\n`, line);
    expect(found.rules).toEqual(['flags=(attach_disconnected)', '@{run}/x r,']);
    expect(found.suggestions[0]?.note).toContain('unsafe');
  });

  it('lies below the value of the flag', async () => {
    const text = `${head}profile web flags=(attach_disconnected.path=/out) {\n}\n`;
    expect((await ask(text, line)).rules).toEqual(['/out/run/x r,']);
  });

  it('is allowed already only where a rule allows it', async () => {
    const text = (body: string) => `${head}profile web flags=(attach_disconnected) {\n${body}}\n`;
    expect((await ask(text(''), line)).covered).toEqual([]);
    expect((await ask(text('  @{run}/x r,\n'), line)).covered.map(({ what }) => what)).toEqual(['/run/x r']);
  });
});
