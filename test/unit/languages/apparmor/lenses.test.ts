import { expect, it } from 'vitest';
import { defaultContext, tallyText } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { lenses } from '../../../../server/src/languages/apparmor/editor/lenses';
import { baseline } from '../../../../server/src/languages/apparmor/meaning/baseline';
import { diff } from '../../../../server/src/languages/apparmor/meaning/diff';
import { open } from './helpers';

async function shown(text: string) {
  return lenses(await open(text), defaultContext).map(({ span, title }) => `${text.slice(span.start, span.end)}: ${title}`);
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
