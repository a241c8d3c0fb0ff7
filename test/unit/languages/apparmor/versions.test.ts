import { expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { newerThanTarget } from '../../../../server/src/languages/apparmor/rules/newerThanTarget';
import { open } from './helpers';

async function said(text: string, version = 'auto') {
  const context = { ...defaultContext, apparmor: { version } };
  const part = await open(text, {}, undefined, context);
  return [...newerThanTarget.check(part, context)].map(
    ({ span, severity }) => `${severity ?? newerThanTarget.severity}: ${text.slice(span.start, span.end)}`,
  );
}

const profile = (...lines: string[]) => `abi <abi/3.0>,\nprofile web {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

it('without a release in the settings nothing is compared', async () => {
  expect(await said(profile('userns,', 'priority=1 /a r,'))).toEqual([]);
});

it.each([
  ['2.13.4', 'capability chown bpf perfmon,', ['error: bpf']],
  ['2.13.6', 'capability chown bpf perfmon,', []],
  ['2.13', 'capability chown bpf perfmon,', []],
  ['3.0', 'network (send, receive) inet port=53,', ['error: send', 'error: port']],
  ['4.0', 'network (send, receive) inet interface=eth0,', ['error: interface']],
  ['4.0.3', 'priority=1 audit prompt /a r,', ['error: priority', 'error: prompt']],
  ['4.1', 'if true { /a r, }', ['error: true']],
  ['4.1', 'if not defined @{A} { /a r, }', []],
  ['4.1', '@{exec_path} r,', ['error: @{exec_path}']],
  ['4.1', 'signal set=(hup, tstp),', ['error: tstp']],
  ['5.0', 'signal set=(hup, tstp),', []],
])('for release %s: %s', async (version, rule, wanted) => {
  expect(await said(profile(rule), version)).toEqual(wanted);
});

it('a variable that the file defines itself is none of the built-in ones', async () => {
  expect(await said(`@{exec_path} = /bin/a\n${profile('@{exec_path} r,')}`, '4.1')).toEqual([]);
});
