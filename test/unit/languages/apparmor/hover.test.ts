import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { cursor, hovered, open } from './helpers';

describe('hover', () => {
  it('reads permissions letter by letter', async () => {
    expect(await hovered('profile web {\n  /usr/bin/x rP|ix -> other,\n}\n')).toMatchInlineSnapshot(`
      "**\`rPix -> other\`** · allowed

      | Letter | May |
      | --- | --- |
      | \`r\` | read the file, list the directory |
      | \`Pix\` | execute under \`other\`, environment cleaned, or under this one when none is loaded |

      [apparmor.d(5)](https://manpages.debian.org/unstable/apparmor/apparmor.d.5.en.html)"
    `);
  });

  it.each([
    ['Px', 'other', '', 'execute under [`other`](#L5), environment cleaned; fails when none is loaded', '\nprofile other {\n}\n'],
    ['cix', 'own', '  profile own {\n  }\n', 'execute under [`own`](#L3), environment kept, or under this one when there is none', ''],
    ['ux', '', '', 'execute unconfined, environment kept: a caller that controls the environment controls an unconfined program', ''],
    ['px', '', '', 'execute under its own profile, environment kept; fails when none is loaded', ''],
  ])('says once what %s runs %s under, and leads there', async (mode, target, inside, meaning, others) => {
    const rule = `  /usr/bin/x |${mode}${target && ` -> ${target}`},\n`;
    const markdown = await hovered(`profile web {\n${rule}${inside}}\n${others}`);
    expect(markdown).toContain(`| \`${mode}\` | ${meaning} |`);
    expect(markdown).not.toContain('The program runs');
  });

  it('fills in variables', async () => {
    const text = '@{root} = /srv /mnt\n@{site} = @{root}/www\nprofile web {\n  @{si|te}/** r,\n}\n';
    expect(await hovered(text)).toBe('**`@{site}`** · variable\n\n- `@{root}/www`\n\nFilled in: `{/srv,/mnt}/www`');
  });

  it.each([
    ['a capability', 'profile web {\n  capability net_|raw,\n}\n', /net_raw.*capability 13/s],
    ['a keyword', 'profile web {\n  use|rns,\n}\n', /user namespaces/],
    ['a qualifier', 'profile web {\n  deny ow|ner /x w,\n}\n', /same user/],
    ['a flag', 'profile web flags=(com|plain) {\n}\n', /logged and passes; deny rules are enforced/],
    ['an access word', 'profile web {\n  ptrace (read|by) peer=x,\n}\n', /Be looked at/],
    ['a conditional', 'profile web {\n  dbus send b|us=session,\n}\n', /Which bus/],
    ['a mount option', 'profile web {\n  mount options=(r|w bind) /a/ -> /b/,\n}\n', /opposite of.*`ro`/],
    ['a limit', 'profile web {\n  set rlimit no|file <= 5,\n}\n', /Open files/],
    ['an abstraction', 'profile web {\n  include <abstractions/ba|se>\n}\n', /almost every program/],
    ['a family', 'profile web {\n  network netl|ink raw,\n}\n', /kernel/],
    ['what a mount option does', 'profile web {\n  mount options=(make-rsl|ave) /a/,\n}\n', /nothing|none go back|mounted below/],
    ['a pattern of profiles', 'profile web {\n  signal peer=w|*,\n}\nprofile wed {\n}\n', /profiles that match.*`web` and `wed`/s],
    ['any profile', 'profile web {\n  change_profile -> *|*,\n}\n', /any profile/],
    ['the name of a profile', 'profile w|eb /usr/bin/{web,webd} {\n}\n', /Attached to programs/],
  ])('explains %s', async (_, text, wanted) => {
    expect(await hovered(text)).toMatch(wanted);
  });
});

it('takes the target of a link for a path', async () => {
  expect(await hovered('@{spool} = /var/spool\nprofile web {\n  owner @{spool}/a rwl -> @{spool}/n|ew/*,\n}\n')).toMatch(
    /· path.*Filled in: `\/var\/spool\/new\/\*`/s,
  );
});

it.each([
  ['# Reading the queue.\n# More of it.\n/a r,\n', 'Reading the queue.'],
  ['# vim: ft=apparmor\n#\n# Copyright (C) somebody\n# All of it.\n\nabi <abi/4.0>,\n\n# The queue\n/a r,\n', 'The queue'],
  ['/a r,\n# behind a rule\n', undefined],
  ['', undefined],
])('of %j an abstraction says %j', async (text, summary) => {
  const files = { 'abstractions/queue': text };
  const shown = await hovered('profile web {\n  include <abstractions/que|ue>\n}\n', files);
  expect(shown).toBe(
    ['**`<abstractions/queue>`** · include', summary, '[Open the file](file:///etc/apparmor.d/abstractions/queue)']
      .filter((line) => line !== undefined)
      .join('\n\n'),
  );
});

describe('navigation', () => {
  const files = { 'tunables/web': '@{site} = /srv/www\n', 'local/web': '/extra r,\n' };

  it.each([
    [
      'a variable of an include',
      'include <tunables/web>\nprofile web {\n  @{si|te}/** r,\n}\n',
      [['file:///etc/apparmor.d/tunables/web', 0]],
    ],
    [
      'a variable of this file',
      '@{x} = /a\n@{x} += /b\nprofile web {\n  @{|x} r,\n}\n',
      [
        [undefined, 0],
        [undefined, 10],
      ],
    ],
    ['an include', 'profile web {\n  include <local/|web>\n}\n', [['file:///etc/apparmor.d/local/web', 0]]],
    [
      'a child before a profile of the same name',
      'profile logger {\n}\nprofile web {\n  /l Cx -> log|ger,\n  profile logger {\n  }\n}\n',
      [[undefined, 62]],
    ],
    ['another profile', 'profile other {\n}\nprofile web {\n  /l px -> oth|er,\n}\n', [[undefined, 8]]],
  ])('goes to %s', async (_, marked, wanted) => {
    const { text, offset } = cursor(marked);
    const found = apparmor.definition!(await open(text, files), offset, defaultContext);
    expect(found.map(({ uri, span }) => [uri, span.start])).toEqual(wanted);
  });

  it('lists profiles as facts, children by their full name', async () => {
    const part = await open('profile web /usr/bin/web {\n  ^guest {\n  }\n}\n');
    const profiles = apparmor.facts!(part, () => defaultContext).filter(({ kind }) => kind === 'apparmor-profile');
    expect(profiles.map(({ name, detail }) => [name, detail])).toEqual([
      ['web', '/usr/bin/web'],
      ['web//guest', undefined],
    ]);
  });

  it('outlines and folds', async () => {
    const text = '# about\n# this\nprofile web flags=(audit) {\n  /a r,\n  ^guest {\n    capability kill,\n  }\n}\n';
    const part = await open(text);
    const [web] = apparmor.outline!(part);
    expect([web!.name, web!.detail, web!.children!.map((child) => child.name)]).toEqual(['web', 'audit', ['/a r', 'guest']]);
    expect(apparmor.folds!(part).map(({ start, end }) => text.slice(start, end).trim().split('\n')[0])).toEqual([
      '/a r,',
      '# about',
      'capability kill,',
    ]);
  });
});
