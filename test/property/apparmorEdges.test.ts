import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles, type TextChange } from '../../server/src/core';
import { parse } from '../../server/src/languages/apparmor/syntax/parser';
import { Body, type FileTree, tokensOf } from '../../server/src/languages/apparmor/syntax/tree';
import { check, type Document, open } from '../../server/src/service';

/** What a file may hold that is no plain text: byte order marks, replacement characters, halves of surrogate pairs, DOS and old Mac line ends. */
const odd = fc.constantFrom('\ufeff', '\ufffd', '\ud83d', '\udc00', '\ud83d\ude00', '\r\n', '\r', '\u2028', '\u00a0', '\0', '\x0b', '\x85');

const rules = (count: number, end = '\n') => {
  const made = Array.from({ length: count }, (_, i) =>
    i % 7 === 3
      ? `  signal (send, receive) set=(hup, term) peer=p${i},`
      : i % 7 === 5
        ? `  dbus send bus=session path=/p${i}${end}    peer=(name=org.example.p${i}),`
        : `  /srv/p${i}/** rw, # ${i}`,
  );
  return made.join(end);
};

/** More statements than one run of the tree holds, so that edits meet the borders between runs. */
const long = (end = '\n') =>
  `abi <abi/4.0>,${end}include <tunables/site>${end}profile long /usr/bin/long {${end}  include <abstractions/own>${end}${rules(300, end)}${end}}${end}`;

const texts = [long(), long('\r\n'), `\ufeff${long()}`];

const piece = fc.oneof(
  odd,
  odd,
  fc.constantFrom(
    '{',
    '}',
    '"',
    ',',
    '\\',
    '#',
    '(',
    ')',
    '\n',
    '  /usr/bin/x ix,\n',
    'profile x {\n',
    '}\n',
    'deny {\n',
    '/a r,',
    '@{X} = /a\n',
  ),
);

interface Step {
  readonly at: number;
  readonly nearBorder: boolean;
  readonly remove: number;
  readonly insert: string;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ at: fc.nat(), nearBorder: fc.boolean(), remove: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(120)), insert: piece }),
  { minLength: 1, maxLength: 6 },
);

/** Where the runs of all lists of a tree start and end. */
function borders(tree: FileTree): readonly number[] {
  const found: number[] = [];
  const visit = (list: FileTree | Body, base: number) => {
    for (const { start, run } of list.runs) {
      found.push(base + start, base + start + run.length);
      for (const { start: own, statement } of run.statements) {
        const body = 'body' in statement ? statement.body : undefined;
        if (body instanceof Body) visit(body, base + start + own);
      }
    }
  };
  visit(tree, 0);
  return found;
}

function edited(text: string, tree: FileTree, { at, nearBorder, remove, insert }: Step): { text: string; change: TextChange } {
  const places = borders(tree);
  const wanted = nearBorder ? (places[at % places.length] as number) + ((at >> 8) % 7) - 3 : at % (text.length + 1);
  const start = Math.max(0, Math.min(text.length, wanted));
  const oldEnd = Math.min(text.length, start + remove);
  return { text: text.slice(0, start) + insert + text.slice(oldEnd), change: { start, oldEnd, newEnd: start + insert.length } };
}

/** A tree as text, without the runs that its lists happen to be kept in. */
const written = (tree: FileTree) =>
  JSON.stringify(tree.statements, (_, value) =>
    value instanceof Body ? { statements: value.statements, open: value.open, close: value.close } : value,
  );

describe('odd characters and the borders of runs', () => {
  it('leave every character in a token', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), steps, (sample, changes) => {
        let text = sample;
        for (const change of changes) text = edited(text, parse(text), change).text;
        let end = 0;
        for (const token of tokensOf(parse(text).statements)) {
          expect(token.start).toBe(end);
          end = token.end;
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 20 },
    );
  });

  it('lead to the tree that reading from scratch gives', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), steps, (sample, changes) => {
        let text = sample;
        let tree = parse(text);
        for (const step of changes) {
          const next = edited(text, tree, step);
          text = next.text;
          tree = parse(text, { tree, change: next.change });
          expect(written(tree)).toBe(written(parse(text)));
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Findings that shift when it is edited: variables, execution, hats, missing and broken pieces. */
const included: Readonly<Record<string, readonly string[]>> = {
  'tunables/site': [
    '@{site} = /srv/www\n',
    '@{site} = /srv/a /srv/b\n',
    '',
    '\ufeff@{site} = /x\n',
    '@{site} = /x\r\n',
    'profile x { }\n',
    '@{site} =\n',
  ],
  'abstractions/own': [
    '/etc/own r,\n',
    '/usr/bin/x ix,\n@{site}/** r,\n',
    '/usr/bin/x px,\n',
    'include <abstractions/inner>\n',
    '/a r',
    'deny { /b x, }\n',
  ],
  'abstractions/inner': [
    '/usr/bin/inner Cx -> inner,\n',
    'include <abstractions/own>\n',
    '/usr/bin/x ux,\n',
    '@{nowhere} r,\n',
    '\udc00\n',
  ],
  'local/web': ['/local r,\n', '', '/usr/bin/x ux -> y,\n', '}\n'],
};

const profile = `abi <abi/4.0>,
include <tunables/site>
profile web /usr/bin/web {
  include <abstractions/own>
  include if exists <local/web>
  @{site}/** rw,
  /usr/bin/x ix,
  ^guest {
    include <abstractions/inner>
    /tmp/guest r,
  }
}
`;

type Move = { readonly file: string; readonly version: number } | Step;

const moves = fc.array(
  fc.oneof(
    fc.record({ file: fc.constantFrom(...Object.keys(included)), version: fc.nat(12) }),
    fc.record({ at: fc.nat(), nearBorder: fc.constant(false), remove: fc.nat(12), insert: piece }),
  ),
  { minLength: 1, maxLength: 8 },
);

it('after edits to the file and to what it includes the findings are those of a fresh reading', async () => {
  const uri = 'file:///policy/web';
  await fc.assert(
    fc.asyncProperty(moves, async (sequence: readonly Move[]) => {
      const held = new Map(Object.entries(included).map(([file, [first = '']]) => [file, first]));
      const read = (text: string, previous?: { document: Document; change: TextChange; othersUnchanged: boolean }) => {
        const files = memoryFiles(Object.fromEntries([...held].map(([file, content]) => [`file:///policy/${file}`, content])));
        const source = { uri, languageId: 'apparmor', version: 1, text };
        const options = { context: defaultContext, includeFolders: ['file:///policy'], language: 'apparmor' as const };
        return open(source, files, { ...options, ...(previous && { previous }) }) as Promise<Document>;
      };
      const found = (document: Document) => check(document, defaultContext, { rules: {} }).map(({ cure: _, ...finding }) => finding);
      let text = profile;
      let document = await read(text);
      found(document);
      for (const move of sequence) {
        let change: TextChange = { start: 0, oldEnd: 0, newEnd: 0 };
        const isEdit = 'at' in move;
        if (isEdit) ({ text, change } = edited(text, parse(text), move));
        else {
          const versions = included[move.file] as readonly string[];
          const version = versions[move.version % versions.length];
          // One version more than there are: the file is gone.
          if (move.version % (versions.length + 1) === versions.length) held.delete(move.file);
          else held.set(move.file, version as string);
        }
        document = await read(text, { document, change, othersUnchanged: isEdit });
        const scratch = await read(text);
        expect(found(document)).toEqual(found(scratch));
        expect(document.loaded.reads).toEqual(scratch.loaded.reads);
      }
    }),
    { numRuns: 60 },
  );
});
