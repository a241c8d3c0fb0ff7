import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { parse } from '../../server/src/languages/apparmor/syntax/parser';
import { tokensOf, walk } from '../../server/src/languages/apparmor/syntax/tree';
import { fixesOf } from '../helpers/fixes';

const sample = `abi <abi/4.0>,
include <tunables/global>
@{site} = /srv/www "/srv/my site" # two places
\${DEBUG} = not false

profile web /usr/{,s}bin/web xattrs=(user.web) flags=(complain, attach_disconnected.path=/run) {
  include if exists <local/web>
  priority=-5 audit deny owner @{site}/** rwk,
  /usr/bin/logger Cx -> logger,
  network (send, receive) inet stream port=80-443 peer=(ip=10.0.0.1),
  mount options=(rw, rbind) /a/ -> /b/,
  dbus send bus=session path=/a
    peer=(name=org.example, label="{a,b}"),
  signal (send receive) set=(hup, term) peer=web,
  set rlimit cpu <= 5 min,
  change_profile /bin/a -> web//logger,
  if defined @{site} and \${DEBUG} {
    unix bind addr=@web,
  } else {
    deny { /etc/shadow r, }
  }
  ^guest { capability setuid setgid, }
  profile logger { /dev/log w, }
}
`;

/** Text that looks like a policy gone wrong: pieces of the sample cut out, doubled and mixed with odd characters. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(sample.length),
      length: fc.nat(40),
      insert: fc.oneof(
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          ',',
          '"',
          '#',
          '\\',
          '\n',
          '\r\n',
          '->',
          '=',
          '@{',
          '$',
          '!',
          '\0',
          'profile ',
          'deny ',
          'ü',
          '😀',
        ),
        fc.string({ maxLength: 6, unit: 'binary' }),
      ),
    }),
    { maxLength: 8 },
  )
  .map((changes) => changes.reduce((text, { at, length, insert }) => text.slice(0, at) + insert + text.slice(at + length), sample));

const anyText = fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 300 }));

const load = async (text: string) => {
  const source = { uri: 'file:///policy/web', languageId: 'apparmor', version: 1, text };
  const loaded = await apparmor.load(source, {
    files: memoryFiles({ 'file:///policy/local/x': '' }),
    includeFolders: ['file:///policy'],
    context: defaultContext,
  });
  return loaded.parts[0]!.part;
};

describe('any text', () => {
  it('is exactly its tokens', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const token of tokensOf(parse(text).statements)) {
          expect(token.start).toBe(end);
          end = token.end;
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 600 },
    );
  });

  it('has statements that lie inside of what holds them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { statement, start } of walk(parse(text).statements)) {
          expect(start + statement.length).toBeLessThanOrEqual(text.length);
          expect(statement.span.start).toBeLessThanOrEqual(statement.span.end);
          expect(statement.span.end).toBeLessThanOrEqual(statement.length);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is checked without throwing, with findings and fixes inside the text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const part = await load(text);
        for (const rule of apparmor.rules) {
          for (const report of rule.check(part, defaultContext)) {
            expect(report.span.start).toBeGreaterThanOrEqual(0);
            expect(report.span.start).toBeLessThanOrEqual(report.span.end);
            expect(report.span.end).toBeLessThanOrEqual(text.length);
            for (const fix of fixesOf(report)) applyEdits(text, editsOf(fix));
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

it('reads a sound profile without findings', async () => {
  const part = await load(
    sample.replace('abi <abi/4.0>,', 'abi <kernel>,').replace('complain, ', '').replace('include <tunables/global>\n', ''),
  );
  const found = apparmor.rules.flatMap((rule) => [...rule.check(part, defaultContext)].map((report) => `${rule.code}: ${report.message}`));
  expect(found).toEqual([]);
});
