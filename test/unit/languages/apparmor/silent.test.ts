import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { covers } from '../../../../server/src/languages/apparmor/syntax/glob';
import { fixesOf } from '../../../helpers/fixes';
import { open } from './helpers';

async function found(code: string, text: string, files: Readonly<Record<string, string>> = {}) {
  const part = await open(text, files);
  const rule = apparmor.rules.find((one) => one.code === `apparmor/${code}`)!;
  return [...rule.check(part, defaultContext)].map((report) => ({
    word: text.slice(report.span.start, report.span.end),
    fixed: fixesOf(report).map((fix) => applyEdits(text, editsOf(fix))),
  }));
}

const words = async (...args: Parameters<typeof found>) => (await found(...args)).map(({ word }) => word);
const inProfile = (body: string) => `profile web {\n  ${body}\n}\n`;

describe('a rule that another contains', () => {
  it.each([
    ['/a/** r, /a/b r,', ['/a/b r,']],
    ['/a/b r, /a/** r,', ['/a/b r,']],
    ['/a r, /a r,', ['/a r,']],
    ['/a/** rw, /a/*.log r, owner /a/b w,', ['/a/*.log r,', 'owner /a/b w,']],
    ['/a/{b,c} r, /a/b r,', ['/a/b r,']],
    ['capability, capability chown,', ['capability chown,']],
    ['owner /a/** r, /a/b r,', []],
    ['/a/* r, /a/** r,', ['/a/* r,']],
    ['/a/b*/** r, /a/b** r,', ['/a/b*/** r,']],
    ['/a/** r, /a/b rw,', []],
    ['/a/** r, audit /a/b r,', []],
    ['/a/** rix, /a/b rPx,', []],
    ['/a/? r, /a/* r,', ['/a/? r,']],
    ['deny /a/** w, /a/b r,', []],
  ])('%s', async (body, expected) => {
    expect(await words('covered-rule', inProfile(body))).toEqual(expected);
  });
});

it('a rule goes with its line, by itself only where this file has the other', async () => {
  const text = 'profile web {\n  /a/** r,\n  /a/b r,\n  /c r,\n}\n';
  expect((await found('covered-rule', text))[0]!.fixed).toEqual(['profile web {\n  /a/** r,\n  /c r,\n}\n']);
  const part = await open('profile web {\n  include <abstractions/own>\n  /a/b r,\n}\n', { 'abstractions/own': '/a/** r,\n' });
  const rule = apparmor.rules.find((one) => one.code === 'apparmor/covered-rule')!;
  const [report] = [...rule.check(part, defaultContext)];
  expect(fixesOf(report!)).toMatchObject([{ safe: false }]);
});

describe('an allowance that is denied', () => {
  it.each([
    ['/a/b r, deny /a/** rw,', ['/a/b r,']],
    ['/a/b rw, deny /a/** r,', []],
    ['/a/** r, deny /a/b r,', []],
    ['/a/b r, owner deny /a/** r,', []],
    ['priority=1 /a/b r, deny /a/b r,', []],
    ['capability chown kill, deny capability,', ['capability chown kill,']],
    ['capability chown kill, deny capability kill,', []],
  ])('%s', async (body, expected) => {
    expect(await words('deny-wins', inProfile(body.replace('owner deny', 'deny owner')))).toEqual(expected);
  });
});

it.each([
  ['/a/**', '/a/*', true],
  ['/a/**', '/a/', false],
  ['/a/*', '/a/**', false],
  ['/a/b*/**', '/a/b**', false],
  ['/a*', '/a?', true],
  ['/{a,b}/**', '/a/c/*', true],
  ['/a/[b]', '/a/b', true],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(covers([outer], inner)).toBe(expected);
});

it.each([
  ['complain-mode', 'profile web flags=(complain) {\n}\n', 'profile web {\n}\n'],
  ['complain-mode', 'profile web flags=(complain, audit) {\n}\n', 'profile web flags=(audit) {\n}\n'],
  ['complain-mode', 'profile web flags=(audit, complain) {\n}\n', 'profile web flags=(audit) {\n}\n'],
  ['ignored-target', inProfile('/a r -> b,'), inProfile('/a r,')],
  ['path-as-name', '/usr/bin/web {\n}\n', 'profile /usr/bin/web {\n}\n'],
  ['missing-blank', inProfile('/a Px->b,'), inProfile('/a Px ->b,')],
])('%s: %j', async (code, text, fixed) => {
  expect((await found(code, text)).map((one) => one.fixed)).toEqual([[fixed]]);
});

describe('quiet where it cannot know', () => {
  it.each([
    ['covered-rule', 'profile web {\n  /a/** r, #aa:only apt\n  /a/b r,\n}\n'],
    ['deny-wins', 'profile web {\n  /a/b r,\n\n  #aa:exclude opensuse\n  deny /a/** r,\n}\n'],
    ['unused-variable', '@{X} = /a\ninclude <local/x>\nprofile web {\n}\n'],
    ['missing-child', 'profile web {\n  include <local/x>\n  /a Cx -> b,\n}\n'],
    ['missing-child', 'profile web {\n  profile a {\n    /a mr,\n  }\n  /b Cx -> b,\n  profile b {\n    /b mr,\n  }\n}\n'],
    ['missing-child', 'profile web {\n  /a Cix -> b,\n  /a2 Px -> b,\n}\n'],
    ['missing-child', 'profile web {\n  include <known>\n  /a Cx -> b,\n}\n'],
    ['unused-variable', '@{X} = /a\ninclude <known>\nprofile web {\n}\n'],
  ])('%s', async (code, text) => {
    expect(await words(code, text, { known: 'profile b {\n  @{X} r,\n}\n' })).toEqual([]);
  });

  it('finds what is missing where everything is within reach', async () => {
    expect(await words('missing-child', 'profile web {\n  /a Cx -> b,\n}\n')).toEqual(['b']);
    expect(await words('unused-variable', '@{X} = @{Y}\n@{Y} = /a\n${B} = true\nprofile web {\n}\n')).toEqual(['X', 'B']);
  });
});
