import { expect, it } from 'vitest';
import { loader } from '../../../../server/src/languages/apparmor/loader';
import { open } from './helpers';

const text = 'abi <abi/3.0>,\n\nprofile web {\n  include <abstractions/own>\n  @{NOPE}/a r,\n  /b px,\n}\n';

it.each([
  ['AppArmor parser error for web in profile web at line 6: Invalid mode.', ['/b px,: Invalid mode.']],
  ['AppArmor parser error for web at line 99: too far', [': too far']],
  ['AppArmor parser error for web in profile /etc/apparmor.d/abstractions/own at line 1: bad', ['<abstractions/own>: bad']],
  ['Found reference to variable NOPE, but is never declared', ['@{NOPE}: Found reference to variable NOPE, but is never declared']],
  [
    'profile web: has merged rule /b with conflicting x modifiers\nERROR merging rules for profile web, failed to load',
    ['web: profile web: has merged rule /b with conflicting x modifiers'],
  ],
  ['Cache read/write disabled: interface file missing. (Kernel needs AppArmor 2.4 compatibility patch.)', []],
  ['Warning from web (web line 2): Unconfined exec qualifier (ux) allows some dangerous environment variables', []],
])('reads %s', async (output, wanted) => {
  const part = await open(text);
  const said = loader.refusals(part, '/etc/apparmor.d/web', `\n${output}\n`);
  expect(said.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`)).toEqual(wanted);
});
