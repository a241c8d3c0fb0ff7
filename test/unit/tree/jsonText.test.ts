import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../server/src/core';
import { formatJson, jsonSyntaxFixes, parseJson } from '../../../server/src/tree';

describe('layout of JSON', () => {
  const formatted = (text: string, indent = '  ') => applyEdits(text, formatJson(parseJson(text), { indent }));

  it('puts each member on its line, with the indent that is asked for', () => {
    const text = '{"default":[{"type":"reject"}]}';
    expect(formatted(text)).toBe('{\n  "default": [\n    {\n      "type": "reject"\n    }\n  ]\n}');
    expect(formatted(text, '\t')).toBe('{\n\t"default": [\n\t\t{\n\t\t\t"type": "reject"\n\t\t}\n\t]\n}');
  });

  it('keeps the ends of lines', () => expect(formatted('{\r\n"a": 1}')).toBe('{\r\n  "a": 1\r\n}'));

  it('leaves a text alone that does not parse', () => expect(formatJson(parseJson('{"a": }'), { indent: '  ' })).toEqual([]));
});

describe('slips in JSON', () => {
  it.each([
    ['{"a": 1,}', 'JSON has no comma after the last member or element.', ',', 'Remove the comma', '{"a": 1}'],
    ['[1, 2,\n]', 'JSON has no comma after the last member or element.', ',', 'Remove the comma', '[1, 2\n]'],
    ['{"a": 1 "b": 2}', 'A comma is missing here.', '1', 'Add the missing comma', '{"a": 1, "b": 2}'],
    ['{"a": 1} // why', 'JSON has no comments: the loader refuses the file.', '// why', 'Remove the comments', '{"a": 1}'],
  ])('%s', (text, message, place, title, repaired) => {
    const tree = parseJson(text);
    const [problem] = tree.problems;
    expect(problem?.message).toBe(message);
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe(place);
    const [fix] = jsonSyntaxFixes(tree, problem?.span ?? { start: 0, end: 0 });
    expect(fix?.title).toBe(title);
    expect(applyEdits(text, fix ? editsOf(fix) : [])).toBe(repaired);
  });
});
