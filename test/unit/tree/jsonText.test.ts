import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../server/src/core';
import { formatJson, jsonSyntaxFixes, membersOf, type Node, parseJson } from '../../../server/src/tree';

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
    ['{"a": 1} # why', 'JSON has no comments: the loader refuses the file.', '# why', 'Remove the comments', '{"a": 1}'],
    [
      '{\n  # one\n  "a#b": 1 #\n}',
      'JSON has no comments: the loader refuses the file.',
      '# one',
      'Remove the comments',
      '{\n  "a#b": 1\n}',
    ],
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

  it.each([
    ['{"a": word"}', '{"a": "word"}'],
    ['{"a": word",\n "b": 1}', '{"a": "word",\n "b": 1}'],
    ['{"a": /etc/key"}', undefined],
    ['[one", "two"]', '["one", "two"]'],
    ['{a": 1}', '{"a": 1}'],
    ['{"a: "word"}', '{"a": "word"}'],
    ['{"a": "word, "b": 1}', '{"a": "word", "b": 1}'],
    ['{"a": "word,\n "b": 1}', '{"a": "word",\n "b": 1}'],
    ['[one"two"]', undefined],
  ])('a quote that is missing: %s', (text, repaired) => {
    const tree = parseJson(text);
    const fixes = jsonSyntaxFixes(tree, tree.problems[0]?.span ?? { start: 0, end: 0 });
    expect(fixes.map(({ title }) => title)).toEqual(repaired === undefined ? [] : ['Add the missing quote']);
    if (repaired !== undefined) expect(fixes.map((fix) => applyEdits(text, editsOf(fix)))).toEqual([repaired]);
  });

  it.each(['["', '{"names": ["', '["a", "'])('no quote is added where only a quote was typed: %s', (text) => {
    const tree = parseJson(text);
    const titles = tree.problems.flatMap(({ span }) => jsonSyntaxFixes(tree, span).map(({ title }) => title));
    expect(titles).not.toContain('Add the missing quote');
  });

  it.each(['{""/*\r\n', '{"a": [\r\n', '["\r\n', '{"a"\r\n', '[1,\r\n', '{"a": /*\r\n', '[tru\r\n', '\u0000\r\n'])(
    'spans end with the text: %j',
    (text) => {
      const tree = parseJson(text);
      const spans: { start: number; end: number }[] = [...tree.comments, ...tree.problems.map(({ span }) => span)];
      const visit = (node: Node | undefined) => {
        if (!node) return;
        spans.push(node.span);
        if (node.kind === 'array') node.items.forEach(visit);
        for (const { key, value, span } of membersOf(node)) {
          spans.push(key.span, span);
          visit(value);
        }
      };
      visit(tree.root);
      expect(spans.length).toBeGreaterThan(0);
      for (const { start, end } of spans) expect([start <= end, end <= text.length]).toEqual([true, true]);
    },
  );

  const noComments = 'JSON has no comments: the loader refuses the file.';
  const noComma = 'JSON has no comma after the last member or element.';
  it.each([
    ['a comma before a comment of a shell', '[1, # why\n]', [',', noComma], ['# why', noComments]],
    [
      'a comma that is missing before a comment of a shell',
      '{"a": 1 # why\n "b": 2}',
      ['1', 'A comma is missing here.'],
      ['# why', noComments],
    ],
    ['a sign that begins a comment in another', '[1 // # why\n]', ['// # why', noComments]],
    ['a comma before a comment', '[1, // why\n]', [',', noComma], ['// why', noComments]],
    [
      'a comma before several comments',
      '{"a": 1, /* one */ // two\n  // three\n}',
      [',', noComma],
      ['/* one */', noComments],
      ['// two', noComments],
      ['// three', noComments],
    ],
    ['a comma that is missing before a comment', '{"a": 1 // why\n "b": 2}', ['1', 'A comma is missing here.'], ['// why', noComments]],
    ['a colon that is missing before a comment', '{"a" /* why */ 1}', ['"', 'A colon is missing here.'], ['/* why */', noComments]],
    ['slashes in a string', '["a // b",\n]', [',', noComma]],
    ['what follows from a mistake', '[x y z]', ['x', '`x` is not a JSON value.']],
    ['a comma too many beside another mistake', '[[1 2], [3,]]', ['1', 'A comma is missing here.'], [',', noComma]],
  ])('says each mistake once: %s', (_, text, ...expected) => {
    expect(parseJson(text).problems.map(({ span, message }) => [text.slice(span.start, span.end), message])).toEqual(expected);
  });

  it('takes a comma too many out whatever comment follows it', () => {
    const text = '[1, // why\n  /* and */\n]';
    const tree = parseJson(text);
    expect(jsonSyntaxFixes(tree, { start: 2, end: 3 }).map((fix) => applyEdits(text, editsOf(fix)))).toEqual(['[1 // why\n  /* and */\n]']);
  });
});
