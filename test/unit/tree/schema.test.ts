import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../server/src/core';
import {
  checkBySchema,
  completeBySchema,
  cursorsAt,
  hoverBySchema,
  parseJson,
  parseYaml,
  type Schema,
  type Validate,
} from '../../../server/src/tree';
import { fixesOf } from '../../helpers/fixes';

const schema: Schema = {
  type: 'object',
  required: ['action'],
  additionalProperties: false,
  properties: {
    action: {
      type: 'string',
      enum: ['ALLOW', 'ERRNO', 'KILL'],
      markdownEnumDescriptions: ['runs', 'fails', 'dies'],
      markdownDescription: 'What happens.',
    },
    on: { type: 'boolean', markdownDescription: 'Whether.' },
    names: { type: 'array', minItems: 1, items: { type: 'string' } },
    count: { type: 'integer', minimum: 0 },
    rule: {
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        { properties: { type: { const: 'key' }, path: { type: 'string' } }, required: ['path'], additionalProperties: false },
        { properties: { type: { const: 'none' } }, additionalProperties: false },
      ],
    },
  },
};

const ajv = new Ajv({ allErrors: true, discriminator: true, strict: false });
const validate = ajv.compile(schema) as unknown as Validate;

function findings(text: string) {
  const tree = parseJson(text);
  return checkBySchema(validate, schema, tree).map((report) => `${text.slice(report.span.start, report.span.end)}: ${report.message}`);
}

describe('checkBySchema', () => {
  it.each([
    ['{"action": "ALOW"}', ['"ALOW": `action` must be one of `ALLOW`, `ERRNO` or `KILL`; did you mean `ALLOW`?']],
    ['{"acton": "ALLOW"}', ['"acton": `acton` is not known here; did you mean `action`?']],
    ['{"action": "ALLOW", "names": []}', ['"names": `names` must not be empty.']],
    ['{"action": "ALLOW", "names": [1]}', ['1: An entry of `names` must be a string, not a whole number.']],
    ['{"action": "ALLOW", "count": "x"}', ['"x": `count` must be a whole number, not a string.']],
    ['{}', ['{: The file has no `action`, which is required.']],
    ['{"action": "ALLOW", "rule": {"type": "kee"}}', ['"kee": `type` must be one of `key` or `none`; did you mean `key`?']],
    ['{"action": "ALLOW", "rule": {"type": "key"}}', ['"rule": `rule` has no `path`, which is required.']],
    ['{"action": "ALLOW", "rule": {"type": "none", "path": "/"}}', ['"path": `path` is not known here.']],
    ['{"action": "ALLOW", "rule": {"type": "key", "path": "/"}}', []],
  ])('%s', (text, expected) => expect(findings(text)).toEqual(expected));

  it('repairs what it can name', () => {
    for (const [text, expected] of [
      ['{"acton": "ALLOW"}', '{"action": "ALLOW"}'],
      ['{"action": "ALOW"}', '{"action": "ALLOW"}'],
    ] as const) {
      const tree = parseJson(text);
      const [report] = checkBySchema(validate, schema, tree);
      const [fix] = fixesOf(report!);
      expect(applyEdits(text, editsOf(fix!))).toBe(expected);
    }
  });
});

/** Labels at `|`, sorted, by the kind of place. */
function labels(marked: string, parse = parseYaml) {
  const offset = marked.indexOf('|');
  const tree = parse(marked.replace('|', ''));
  return cursorsAt(tree, offset).flatMap((cursor) => completeBySchema(schema, cursor).map((item) => item.label));
}

/** The text after choosing a completion; placeholders become empty. */
function choose(marked: string, label: string, parse = parseYaml) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const item = cursorsAt(parse(text), offset)
    .flatMap((cursor) => completeBySchema(schema, cursor))
    .find((candidate) => candidate.label === label)!;
  const inserted = item.snippet ? item.insert.replace(/\$\{\d:([^}]*)\}|\$\d/g, '$1') : item.insert;
  return applyEdits(text, [{ span: item.span, text: inserted }]);
}

describe('completion by schema', () => {
  it.each([
    ['|', ['action', 'on', 'names', 'count', 'rule']],
    ['ac|', ['action', 'on', 'names', 'count', 'rule']],
    ['action: |', ['ALLOW', 'ERRNO', 'KILL']],
    ['action: AL|\non: true\n', ['ALLOW', 'ERRNO', 'KILL']],
    ['action: "AL|"\n', ['ALLOW', 'ERRNO', 'KILL']],
    ['on: |\n', ['false', 'true']],
    ['action: ALLOW\nrule:\n  |\n', ['type', 'path']],
    ['action: ALLOW\nrule:\n  type: none\n  |\n', []],
    ['rule:\n  type: |\n  path: x\n', ['key', 'none']],
    ['rule: {type: |}\n', ['key', 'none']],
    ['# a|\n', []],
  ])('in YAML %j', (marked, expected) => expect(labels(marked)).toEqual(expected));
  it.each([
    ['{|}', ['action', 'on', 'names', 'count', 'rule']],
    ['{"action": "|"}', ['ALLOW', 'ERRNO', 'KILL']],
    ['{"action": |}', ['ALLOW', 'ERRNO', 'KILL']],
    ['{"action": "ALLOW", |', ['on', 'names', 'count', 'rule']],
    ['{"rule": {"type": "key", "|"}}', ['path']],
    ['{"action": "A|\n "on": true}', ['ALLOW', 'ERRNO', 'KILL']],
  ])('in JSON %j', (marked, expected) => expect(labels(marked, parseJson)).toEqual(expected));
  it('writes what the place needs', () => {
    expect(choose('{"act|"}', 'action', parseJson)).toBe('{"action": ""}');
    expect(choose('{"act|": "ALLOW"}', 'action', parseJson)).toBe('{"action": "ALLOW"}');
    expect(choose('{"action": |}', 'KILL', parseJson)).toBe('{"action": "KILL"}');
    expect(choose('{"action": "A|\n "on": true}', 'ALLOW', parseJson)).toBe('{"action": "ALLOW",\n "on": true}');
    expect(choose('action: |', 'KILL')).toBe('action: KILL');
    expect(choose("action: 'K|'", 'KILL')).toBe("action: 'KILL'");
    expect(choose('na|\n', 'names')).toBe('names:\n\t- \n');
  });
});

describe('hoverBySchema', () => {
  it.each([
    ['{"act|ion": "ALLOW"}', 'What happens.'],
    ['{"action": "ERR|NO"}', 'fails'],
    ['{"on": tr|ue}', 'Whether.'],
    ['{"x": 1|}', undefined],
  ])('%s', (marked, expected) => {
    expect(hoverBySchema(schema, parseJson(marked.replace('|', '')), marked.indexOf('|'))?.markdown).toBe(expected);
  });
});
