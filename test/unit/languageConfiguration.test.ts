import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const file = path.join(import.meta.dirname, '../../language-configuration.json');
const configuration = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly wordPattern: string;
  readonly autoClosingPairs: readonly { readonly open: string }[];
  readonly onEnterRules: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly previousLineText?: string;
    readonly action: { readonly indent: string };
  }[];
};

/** What the editor does at the end of a line, as it tries the rules in order. */
const onEnter = (line: string, previous = '') =>
  configuration.onEnterRules.find(
    ({ beforeText, afterText = '', previousLineText = '' }) =>
      new RegExp(beforeText).test(line) && new RegExp(afterText).test('') && new RegExp(previousLineText).test(previous),
  )?.action.indent;

describe('typing an AppArmor profile', () => {
  it.each([
    ['  dbus send', '', 'indent'],
    ['    path=/a,', '    bus=session', 'outdent'],
    ['    bus=session,', '  audit dbus send', 'outdent'],
    ['    setgid,', '  capability setuid', 'outdent'],
    ['  /a r,', '  include <abstractions/base>', undefined],
    ['  /b r,', '  /a r, # why', undefined],
    ['  /b r,', '  /a r', undefined],
    ['  signal send,', '  dbus send,', undefined],
    ['@{x} = /a', '', undefined],
    ['# a comment', '', undefined],
  ])('%j behind %j', (line, previous, indent) => {
    expect(onEnter(line, previous)).toBe(indent);
  });

  it('closes no bracket that is a sign as well', () => {
    // `set rlimit nofile <= 5`
    expect(configuration.autoClosingPairs.map(({ open }) => open)).not.toContain('<');
  });
});

/**
 * VS Code leaves a list of completions open, and no longer filters it, when the next sign begins another word than the one that the list was
 * opened for. Enter then accepts an item though the name is complete. So the brackets of an include are part of its word.
 */
it.each([
  ['include <tunables/global>', '<tunables/global>'],
  ['include if exists <local/a', '<local/a'],
  ['@{HOME}/x r,', '@{HOME}'],
  ['capability net_bind_service,', 'net_bind_service'],
])('a word of %j is %s', (line, word) => {
  expect([...line.matchAll(new RegExp(configuration.wordPattern, 'g'))].map(([found]) => found)).toContain(word);
});
