import { expect, it } from 'vitest';
import { confTokens } from './tokenize';

it.each<[string, string[]]>([
  ['# c', ['# c comment.line.number-sign']],
  [
    '[[registry.mirror]] # c',
    [
      '[[ punctuation.definition.table.begin',
      'registry.mirror entity.name.section',
      ']] punctuation.definition.table.end',
      '# c comment.line.number-sign',
    ],
  ],
  [
    'location = "a\\t#b" # c',
    [
      'location support.type.property-name',
      '= keyword.operator.assignment',
      '" string.quoted.double',
      'a string.quoted.double',
      '\\t constant.character.escape',
      '#b string.quoted.double',
      '" string.quoted.double',
      '# c comment.line.number-sign',
    ],
  ],
  [
    'm = [{ x = true },\n "y"]\nz = 1',
    [
      'm support.type.property-name',
      '= keyword.operator.assignment',
      '[ punctuation.definition.array.begin',
      '{ punctuation.definition.table.inline.begin',
      'x support.type.property-name',
      '= keyword.operator.assignment',
      'true constant.language.boolean',
      '} punctuation.definition.table.inline.end',
      '" string.quoted.double',
      'y string.quoted.double',
      '" string.quoted.double',
      '] punctuation.definition.array.end',
      'z support.type.property-name',
      '= keyword.operator.assignment',
      '1 constant.numeric',
    ],
  ],
])('colours %j', async (text, expected) => expect(await confTokens(text)).toEqual(expected));
