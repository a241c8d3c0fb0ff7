import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { tokens } from './tokenize';

describe('colours', () => {
  it.each<[string, string[]]>([
    ['# plain', ['# punctuation.definition.comment', 'plain comment.line.number-sign']],
    ['#include <tunables/global>', ['#include keyword.control.import', '<tunables/global> string.other.include']],
    [
      '  include if exists <local/web>',
      ['include keyword.control.import', 'if exists keyword.control.conditional', '<local/web> string.other.include'],
    ],
    ['abi <abi/4.0>,', ['abi keyword.control.import', '<abi/4.0> string.other.include', ', punctuation.terminator.rule']],
    [
      '@{site} = /srv/* "/my site"',
      [
        '@{site} variable.other.set',
        '= keyword.operator.assignment',
        '/srv/ string.unquoted.value',
        '* keyword.operator.glob',
        '" punctuation.definition.string.begin',
        '/my site string.quoted.double',
        '" punctuation.definition.string.end',
      ],
    ],
    [
      'profile web /usr/bin/web flags=(complain, audit) {',
      [
        'profile storage.type.profile',
        'web entity.name.function.profile',
        '/usr/bin/web string.unquoted.path',
        'flags variable.parameter.header',
        '= keyword.operator.assignment',
        '( punctuation.section.parens.begin',
        'complain keyword.other.unsafe',
        'audit constant.language.flag',
        ') punctuation.section.parens.end',
        '{ punctuation.section.block.begin',
      ],
    ],
    ['/usr/bin/web {', ['/usr/bin/web entity.name.function.profile', '{ punctuation.section.block.begin']],
    [
      '  deny /etc/shadow rw,',
      [
        'deny keyword.control.deny',
        '/etc/shadow string.unquoted.path',
        'r support.type.permission',
        'w support.type.permission',
        ', punctuation.terminator.rule',
      ],
    ],
    [
      '  @{bin}/x rPx -> other,',
      [
        '@{bin} variable.other.set',
        '/x string.unquoted.path',
        'r support.type.permission',
        'Px support.type.permission.exec',
        '-> keyword.operator.arrow',
        'other entity.name.function.profile',
        ', punctuation.terminator.rule',
      ],
    ],
    ['  /bin/sh pux,', ['/bin/sh string.unquoted.path', 'pux keyword.other.unsafe', ', punctuation.terminator.rule']],
    [
      '  capability chown sys_admin, # why',
      [
        'capability keyword.other.rule',
        'chown constant.language.capability',
        'sys_admin constant.language.capability.strong',
        ', punctuation.terminator.rule',
        '# punctuation.definition.comment',
        'why comment.line.number-sign',
      ],
    ],
    [
      '  network inet stream,',
      ['network keyword.other.rule', 'inet constant.language.network', 'stream constant.language.network', ', punctuation.terminator.rule'],
    ],
    [
      '  signal (send) set=(hup term) peer=web,',
      [
        'signal keyword.other.rule',
        '( punctuation.section.parens.begin',
        'send support.function.access',
        ') punctuation.section.parens.end',
        'set variable.parameter.condition',
        '= keyword.operator.assignment',
        '( punctuation.section.parens.begin',
        'hup constant.language.option',
        'term constant.language.option',
        ') punctuation.section.parens.end',
        'peer variable.parameter.condition',
        '= keyword.operator.assignment',
        'web string.unquoted.value',
        ', punctuation.terminator.rule',
      ],
    ],
    [
      '  mount options=(rw, bind) /a/ -> /b/,',
      [
        'mount keyword.other.rule',
        'options variable.parameter.condition',
        '= keyword.operator.assignment',
        '( punctuation.section.parens.begin',
        'rw constant.language.option',
        'bind constant.language.option',
        ') punctuation.section.parens.end',
        '/a/ string.unquoted.path',
        '-> keyword.operator.arrow',
        '/b/ entity.name.function.profile',
        ', punctuation.terminator.rule',
      ],
    ],
    [
      '  set rlimit as <= 1 GB,',
      [
        'set keyword.other.rule',
        'rlimit keyword.other.rule',
        'as constant.language.limit',
        '<= keyword.operator.comparison',
        '1 constant.numeric',
        'GB constant.language.limit',
        ', punctuation.terminator.rule',
      ],
    ],
    [
      '  if defined @{x} and not ${Y} {',
      [
        'if keyword.control.conditional',
        'defined keyword.operator.logical',
        '@{x} variable.other.set',
        'and keyword.operator.logical',
        'not keyword.operator.logical',
        '${Y} variable.other.boolean',
        '{ punctuation.section.block.begin',
      ],
    ],
    [
      '  /a{b,c}[0-9]\\ d/** r,',
      [
        '/a string.unquoted.path',
        '{ keyword.operator.glob',
        'b,c string.unquoted.path',
        '} keyword.operator.glob',
        '[0-9] keyword.operator.glob',
        '\\ constant.character.escape',
        'd/ string.unquoted.path',
        '** keyword.operator.glob',
        'r support.type.permission',
        ', punctuation.terminator.rule',
      ],
    ],
  ])('%s', async (line, wanted) => {
    expect(await tokens(line)).toEqual(wanted);
  });

  it('follows a rule over lines and stops at its comma', async () => {
    expect(await tokens('  dbus send\n    bus=session,\n  /a r,')).toEqual([
      'dbus keyword.other.rule',
      'send support.function.access',
      'bus variable.parameter.condition',
      '= keyword.operator.assignment',
      'session string.unquoted.value',
      ', punctuation.terminator.rule',
      '/a string.unquoted.path',
      'r support.type.permission',
      ', punctuation.terminator.rule',
    ]);
  });

  it('recovers at the closing brace when a comma is missing', async () => {
    const found = await tokens('profile a {\n  network inet\n}\nprofile b {');
    expect(found.slice(-4)).toEqual([
      '} punctuation.section.block.end',
      'profile storage.type.profile',
      'b entity.name.function.profile',
      '{ punctuation.section.block.begin',
    ]);
  });
});

describe('snippets', () => {
  const snippets = JSON.parse(readFileSync(join(import.meta.dirname, '../../snippets/apparmor.json'), 'utf8')) as Record<
    string,
    { body: string[] }
  >;

  /** The text that stands there when every placeholder keeps its default. */
  function expanded(body: readonly string[]): string {
    const defaults = new Map<string, string>();
    const remember = (_: string, place: string, value: string) => {
      defaults.set(place, value);
      return value;
    };
    return body
      .join('\n')
      .replace(/\$\{(\d+)\|([^,|]*)[^|]*\|\}/g, remember)
      .replace(/\$\{(\d+):([^}]*)\}/g, remember)
      .replace(/\$(\d+)/g, (_, place) => defaults.get(place) ?? '');
  }

  it.each(Object.entries(snippets))('%s is sound with its defaults', async (_, { body }) => {
    const text = expanded(body);
    const whole = /^(?:abi|profile|@)/.test(text) ? text : `profile around {\n${text}\n}`;
    const files = memoryFiles({
      'file:///etc/apparmor.d/abi/4.0': '',
      'file:///etc/apparmor.d/tunables/global': '@{PROC} = /proc/\n',
      'file:///etc/apparmor.d/abstractions/base': '',
    });
    const source = { uri: 'file:///etc/apparmor.d/around', languageId: 'apparmor', version: 1, text: `${whole}\n` };
    const loaded = await apparmor.load(source, { files, includeFolders: ['file:///etc/apparmor.d'], context: defaultContext });
    const found = apparmor.rules.flatMap((rule) =>
      [...rule.check(loaded.parts[0]!.part, defaultContext)].map((report) => ({ ...rule, ...report })),
    );
    expect(
      found.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ code, message }) => `${code}: ${message}`),
    ).toEqual([]);
  });
});
