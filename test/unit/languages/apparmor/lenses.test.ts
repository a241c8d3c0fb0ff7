import { expect, it } from 'vitest';
import { type Context, defaultContext, tallyText } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { lenses as lensesOf } from '../../../../server/src/languages/apparmor/editor/lenses';
import { baseline } from '../../../../server/src/languages/apparmor/meaning/baseline';
import { diff } from '../../../../server/src/languages/apparmor/meaning/diff';
import type { ApparmorPart } from '../../../../server/src/languages/apparmor/policy/model';
import { open } from './helpers';

const reported = (part: ApparmorPart, context: Context) =>
  apparmor.rules.flatMap(({ code, severity, category, check }) =>
    [...check(part, context)].map((report) => ({ ...report, severity: report.severity ?? severity, code, category })),
  );

const lenses = (part: ApparmorPart, context: Context) => lensesOf(part, context, () => reported(part, context));

async function shown(text: string, files?: Readonly<Record<string, string>>) {
  return lenses(await open(text, files), defaultContext).map(({ span, title }) => `${text.slice(span.start, span.end)}: ${title}`);
}

it('counts what a profile for containers allows more and less than the default', async () => {
  const { text } = baseline(undefined, defaultContext);
  expect(await shown(text)).toEqual(['docker-default: same as docker-default']);
  const own = text
    .replace(/^ *deny mount,\n/m, '  mount fstype=tmpfs,\n')
    .replace(/^ *file,\n/m, '  /srv/** r,\n')
    .replace('docker-default', 'docker-web');
  expect((await shown(own))[0]).toMatch(/^docker-web: vs docker-default: \d+ more, \d+ fewer/);
});

it('counts what the report counts, whatever other profiles the file has', async () => {
  const part = await open('profile docker-web {\n  /srv/** r,\n  /usr/bin/logs Px -> logs,\n}\n\nprofile logs {\n  /var/log/** rw,\n}\n');
  const said = tallyText(diff(baseline(part, defaultContext).part, part, defaultContext));
  expect(lenses(part, defaultContext)[0]?.title).toBe(`vs docker-default: ${said}`);
});

it('a file without a profile is not the default', async () => {
  const part = await open('# nothing yet\n');
  const changes = diff(baseline(part, defaultContext).part, part, defaultContext);
  expect(changes.map(({ subject, after }) => `${subject} ${after}`)).toEqual(['profile docker-default not defined']);
});

it.each([
  ['web', 'docker-web', '{'],
  ['shop', 'shop', 'flags=(attach_disconnected, mediate_deleted) {\n  file,'],
])('compares %s, by its name or by what runtimes write', async (_, name, rest) => {
  expect((await shown(`profile ${name} ${rest}\n}\n`))[0]).toMatch(/: vs docker-default: /);
});

it.each(['profile shop {\n}\n', 'profile shop /usr/bin/shop {\n}\n'])('compares what a pod uses: %s', async (text) => {
  const span = { start: 0, end: 0 };
  const facts = [{ kind: 'uses-apparmor-profile', name: 'shop', uri: 'file:///pod.yaml', span }] as const;
  expect(lenses(await open(text), { ...defaultContext, facts })[0]?.title).toMatch(/^vs docker-default/);
});

const risky = `profile web /usr/bin/web {
  include <abstractions/base>
  include <abstractions/nameservice>
  include <local/web>
  /etc/shadow r,
  /usr/bin/x Ux,
  capability sys_admin sys_module,
  deny /proc/kcore r,
  ^guest {
    include <abstractions/base>
    change_profile,
  }
}
`;

it.each([
  ['a profile that attaches to a program', risky, ['web: enforce · 4 risky rules · 2 abstractions']],
  ['a profile named by its program', '/usr/bin/web {\n  /a r,\n}\n', ['/usr/bin/web: enforce · no risky rules']],
  ['a profile that others enter', 'profile web flags=(complain) {\n}\n', ['web: complain · no risky rules']],
  [
    'a profile that another enters',
    'profile shop flags=(attach_disconnected, mediate_deleted) {\n  /a r,\n}\n',
    ['shop: enforce · no risky rules'],
  ],
  ['a profile that confines nothing', 'profile web flags=(unconfined) {\n}\n', ['web: unconfined: the profile confines nothing']],
  ['one that only denies', 'profile web /a flags=(default_allow) {\n}\n', ['web: default_allow · allows what no rule denies']],
  ['hats and children', 'profile a /a {\n  ^b {\n  }\n  profile c {\n  }\n}\n', ['a: enforce · no risky rules']],
])('says over %s what to look at', async (_, text, expected) => {
  expect(await shown(text)).toEqual(expected);
});

it('leads to the rules that it counts', async () => {
  const part = await open(risky);
  const [lens] = lenses(part, defaultContext);
  expect(lens).toMatchObject({ command: 'ask', arguments: ['risks'] });
  const { markdown, json } = apparmor.explain!(part, 'risks', defaultContext);
  expect(markdown).toContain('**`web`** · enforce · attached to `/usr/bin/web`');
  expect(markdown).toContain('- [line 5](#L5), `/etc/shadow r`: ');
  expect(markdown).toContain('- `<abstractions/nameservice>`: ');
  expect(json).toMatchObject({ mode: 'enforce', abstractions: ['abstractions/base', 'abstractions/nameservice'] });
  const [first] = lenses(await open(`${risky}/b {\n}\n`), defaultContext).slice(1);
  expect(first?.arguments).toEqual(['/b: risks']);
  expect(apparmor.explain!(await open(`${risky}/b {\n}\n`), '/b: risks', defaultContext).markdown).toContain('**`/b`** · enforce');
});

it.each([
  ['include <abstractions/own>', 'web: enforce · 2 risky rules in what it includes · 1 abstraction'],
  ['include <abstractions/own>\n  mount,', 'web: enforce · 1 risky rule, 2 more in what it includes · 1 abstraction'],
])('counts what includes bring: %s', async (body, expected) => {
  const text = `profile web /usr/bin/web {\n  ${body}\n}\n`;
  const part = await open(text, { 'abstractions/own': 'file,\n/a r,\ncapability,\n' });
  expect(lenses(part, defaultContext).map(({ span, title }) => `${text.slice(span.start, span.end)}: ${title}`)).toEqual([expected]);
});

it('names the abstractions that are in effect, also those that a file of the site brings, and not those within others', async () => {
  const text =
    'profile web {\n  include <local/web>\n  include if exists <abstractions/absent>\n  hat h {\n    include <abstractions/inner>\n  }\n}\n';
  const part = await open(text, {
    'local/web': 'include <abstractions/own>\n',
    'abstractions/own': 'include <abstractions/inner>\n/a r,\n',
    'abstractions/inner': '/b r,\n',
  });
  expect(apparmor.explain!(part, 'web: risks', defaultContext).json).toMatchObject({ abstractions: ['abstractions/own'] });
  expect(apparmor.explain!(part, 'web//h: risks', defaultContext).json).toMatchObject({ abstractions: ['abstractions/inner'] });
});

it.each([
  ['a profile with mistakes', 'profile web {\n  /a rz,\n  /b x,\n}\n', ["web: doesn't load: 2 errors"]],
  ['one mistake', 'profile docker-web {\n  /b x,\n}\n', ["docker-web: doesn't load: 1 error"]],
  [
    'a profile beside one with mistakes',
    'profile web {\n  /a r,\n}\n\nprofile shop {\n  capability nothing,\n}\n',
    ["web: doesn't load: 1 error elsewhere in the file", "shop: doesn't load: 1 error"],
  ],
  ['a mistake before the profile', '@{a} = \n\nprofile web {\n}\n', ["web: doesn't load: 1 error elsewhere in the file"]],
])('says that %s does not load', async (_, text, expected) => {
  expect(await shown(text)).toEqual(expected);
});

it('says that a profile does not load for what it includes', async () => {
  const text = 'profile web {\n  include <abstractions/own>\n}\n';
  expect(await shown(text, { 'abstractions/own': '/a rz,\n' })).toEqual(["web: doesn't load: 1 error"]);
});

it('counts every rule that a security rule reports, once', async () => {
  const text = 'profile web {\n  /var/lib/x/** rwix,\n  owner /run/y/** rwix,\n  /usr/bin/z px,\n  /etc/shadow rw,\n  /srv/** r,\n}\n';
  expect(await shown(text)).toEqual(['web: enforce · 4 risky rules']);
  const { json, markdown } = apparmor.explain!(await open(text), 'risks', defaultContext);
  expect((json as { risky: readonly { rule: string }[] }).risky.map(({ rule }) => rule)).toEqual([
    '/var/lib/x/** rwix',
    'owner /run/y/** rwix',
    '/usr/bin/z px',
    '/etc/shadow rw',
  ]);
  expect(markdown).toContain('[line 2](#L2)');
});
