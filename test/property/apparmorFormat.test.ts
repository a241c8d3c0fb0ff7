import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { clip } from '../../server/src/languages/apparmor/editor/format';
import { parse } from '../../server/src/languages/apparmor/syntax/parser';
import { tokensOf, walk } from '../../server/src/languages/apparmor/syntax/tree';

const load = async (text: string, path = 'web') => {
  const source = { uri: `file:///policy/${path}`, languageId: 'apparmor', version: 1, text };
  const loaded = await apparmor.load(source, { files: memoryFiles(), includeFolders: [], context: defaultContext });
  return loaded.parts[0]!.part;
};

const formatted = async (text: string, indent: string, path: string, range?: { start: number; end: number }) =>
  applyEdits(text, apparmor.format!(await load(text, path), { indent }, range));

/** Everything but white space, with what the lexer made of it, and what the parser found wrong. */
function meaning(text: string): readonly string[] {
  const { statements } = parse(text);
  const tokens = [...tokensOf(statements)].filter(({ kind }) => kind !== 'space' && kind !== 'newline');
  const problems = [...walk(statements)].flatMap(({ statement }) => statement.problems.map(({ kind }) => kind));
  // A comment in the last line gets the line end that upstream asks for.
  const lasting = problems.filter((kind) => kind !== 'comment-without-newline');
  return [...tokens.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`), ...lasting];
}

const line = fc.constantFrom(
  '/a r,',
  '/etc/{a,b}    rw,',
  '/etc/b  rw,',
  'owner @{HOME}/**  rwk ,# mine',
  '"/a b"  r ,',
  '/usr/bin/x   Px   ->x ,',
  'px /b  ->  x ,/c r,',
  'capability  chown   setuid ,',
  'network ( send ,receive )  inet stream port = 80 peer=( ip = 10.0.0.1 ),',
  'mount options=(rw,  rbind) /a/  -> /b/,',
  'mount options  in (ro) /a,',
  'dbus send\n      bus=session\npath=/a\n  peer=( name=x,\n label=y ),',
  'signal set= (hup term)  peer =x,',
  'set rlimit  nofile<=10,',
  'set rlimit as  <=  5MB,',
  'change_profile /bin/a  ->  b ,',
  'priority  =  5 deny /x w,',
  'if  defined @{X}{ /a r,} else{ /b r,}',
  'if 1 <2  and not ( a in b ) {\n/a r,\n\n\n}\nelse { deny { /b r, }\n}',
  '^hat{}',
  'hat  x { /a r,\n/b r, }',
  'profile y  /b flags = ( complain,  audit ){ # why\n# more\n/a r,\n  # last\n}',
  'include if exists   <local/x>',
  '#include <x>',
  '# a comment  ',
  '',
  '   ',
  '/broken',
  'capability chown setuid',
  '/a r /b r,',
  'flags=(',
  'audit deny',
);
const preamble = fc.constantFrom(
  '@{X}=/a  "/b c"  # c',
  '@{Y}  += /d\\\n  /e',
  '${B}=not true',
  'abi <abi/4.0> ,',
  'alias /a->/b ,',
  '',
  '# c',
);
const blanks = fc.constantFrom('', ' ', '   ', '\t', '\t  ', '        ');
const body = fc
  .array(fc.tuple(blanks, line, fc.constantFrom('\n', '\n', '\n', '\n\n\n', ' ', ' \n')), { maxLength: 8 })
  .map((lines) => lines.map((parts) => parts.join('')).join(''));
const file = fc
  .tuple(
    fc.array(preamble, { maxLength: 4 }),
    fc.constantFrom('profile a {\n', '\n\n /bin/a  flags=(complain){', 'profile a{ '),
    body,
    fc.constantFrom('}', '\n}\n', '\n\n } # end', '}\n\n\n'),
  )
  .map(([before, open, inside, close]) => `${before.join('\n')}\n${open}${inside}${close}`)
  .chain((text) => fc.constantFrom(text, text.replace(/\n/g, '\r\n')));
const paths = fc.constantFrom('web', 'abstractions/web');
const indents = fc.constantFrom('  ', '    ', '\t');

describe('formatting', () => {
  it('of a range changes its lines as formatting the file does', async () => {
    const long = fc.array(fc.oneof(file, body), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n'));
    await fc.assert(
      fc.asyncProperty(long, indents, paths, fc.nat(2000), fc.nat(60), async (text, indent, path, at, length) => {
        const part = await load(text, path);
        const start = at % (text.length + 1);
        const range = { start, end: Math.min(text.length, start + length) };
        const whole = apparmor.format!(part, { indent }).flatMap((edit) => clip(text, edit, range));
        expect(apparmor.format!(part, { indent }, range)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every token and is done after one time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(file, body, fc.string({ unit: 'binary', maxLength: 120 })), indents, paths, async (text, indent, path) => {
        const once = await formatted(text, indent, path);
        expect(meaning(once)).toEqual(meaning(text));
        expect(await formatted(once, indent, path)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('of a range keeps every token and changes nothing outside of its lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(file, body), indents, paths, fc.nat(), fc.nat(), async (text, indent, path, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
        const result = await formatted(text, indent, path, { start, end });
        expect(meaning(result)).toEqual(meaning(text));
        const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
        const after = text.slice(end).replace(/^[^\n]*/, '');
        expect(result.startsWith(text.slice(0, from))).toBe(true);
        expect(result.endsWith(after)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
