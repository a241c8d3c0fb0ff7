import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultContext, editsOf, judgedPieces, memoryFiles } from '../../../../server/src/core';
import { check, checkInSteps, type Document, fixesAt, open } from '../../../../server/src/service';
import { jsonWork } from '../../../../server/src/tree';

const settings = { rules: {} };

const files = memoryFiles({ 'file:///w/etc/pki/a.gpg': '-----BEGIN PGP PUBLIC KEY BLOCK-----' });

const read = (text: string, previous?: Parameters<typeof open>[2]['previous']) =>
  open({ uri: 'file:///w/etc/containers/policy.json', languageId: 'json', version: 1, text }, files, {
    context: defaultContext,
    language: 'policy',
    ...(previous && { previous }),
  }) as Promise<Document>;

/** Replaces a stretch of text, as a keystroke does. */
function replaced(document: Document, start: number, oldEnd: number, by: string) {
  const { text } = document.source;
  return read(text.slice(0, start) + by + text.slice(oldEnd), { document, change: { start, oldEnd, newEnd: start + by.length } });
}

function edited(document: Document, piece: string, by: string) {
  const start = document.source.text.indexOf(piece);
  return replaced(document, start, start + piece.length, by);
}

const found = (document: Document) =>
  check(document, defaultContext, settings).map(({ code, span, message, related, severity }) => ({
    code,
    span,
    message,
    related,
    severity,
  }));

const fixes = (document: Document) =>
  fixesAt(document, { start: 0, end: document.source.text.length }, defaultContext, settings).map(({ fixes: all }) =>
    all.map((fix) => [fix.title, editsOf(fix)]),
  );

const requirement = (i: number) =>
  i % 3 ? { type: 'signedBy', keyType: 'GPGKeys', keyPath: `keys/team${i}.gpg` } : { type: 'insecureAcceptAnything' };

const policyOf = (count: number) =>
  JSON.stringify(
    {
      default: [{ type: 'reject' }],
      transports: { docker: Object.fromEntries(Array.from({ length: count }, (_, i) => [`quay.io/team${i}`, [requirement(i)]])) },
    },
    null,
    2,
  );

describe('an edit in one scope of a policy', () => {
  it.each([20, 400])('of %s scopes reads and judges that scope', async (count) => {
    const before = await read(policyOf(count));
    found(before);
    for (const [piece, by] of [
      ['keys/team7.gpg', '/keys/team7.gpg'],
      ['"quay.io/team5"', '"quay.io/TEAM5"'],
    ] as const) {
      const [judged, characters] = [judgedPieces.count, jsonWork.characters];
      found(await edited(before, piece, by));
      expect(judgedPieces.count - judged).toBe(1);
      expect(jsonWork.characters - characters).toBeLessThan(500);
    }
  });

  it('moves what was found in the scopes after it, and its fixes', async () => {
    const before = await read(policyOf(30));
    expect(found(before).length).toBeGreaterThan(10);
    const after = await edited(before, '"keys/team4.gpg"', '"keys/team_four.gpg", "signedIdentity": {"type": "matchRepository"}');
    const fresh = await read(after.source.text);
    expect(found(after)).toEqual(found(fresh));
    expect(fixes(after)).toEqual(fixes(fresh));
  });

  it('is judged with the others where scopes meet', async () => {
    const before = await read(policyOf(10));
    found(before);
    const after = await edited(before, '"quay.io/team4"', '"quay.io"');
    expect(found(after)).toEqual(found(await read(after.source.text)));
    expect(found(after).some(({ code }) => code === 'policy/weaker-child')).toBe(true);
  });

  it('is judged anew in another transport', async () => {
    const before = await read(policyOf(10));
    found(before);
    const after = await edited(before, '"docker"', '"dir"');
    expect(found(after)).toEqual(found(await read(after.source.text)));
  });
});

const puts = ['', '"', '{', ']', ',', '"reject"', '"accept"', 'X', '/etc/pki/a.gpg', '{"type": "reject"}, ', '"quay.io/b": [], ', '\n'];
const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 12 }), put: fc.constantFrom(...puts), undone: fc.boolean() });

it('a policy that is edited step by step has the findings of a fresh one', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(edit, { minLength: 1, maxLength: 5 }), async (count, edits) => {
      let document = await read(policyOf(count));
      found(document);
      for (const { at, length, put, undone } of edits) {
        const { text } = document.source;
        const start = at % (text.length + 1);
        const oldEnd = Math.min(text.length, start + length);
        document = await replaced(document, start, oldEnd, put);
        expect(found(document)).toEqual(found(await read(document.source.text)));
        if (undone) document = await replaced(document, start, start + put.length, text.slice(start, oldEnd));
      }
      expect(found(document)).toEqual(found(await read(document.source.text)));
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  ));

it('a policy is judged in steps of one scope', async () => {
  const document = await read(policyOf(40));
  let most = 0;
  for (const steps = checkInSteps(document, defaultContext, settings); ; ) {
    const before = judgedPieces.count;
    if (steps.next().done) break;
    most = Math.max(most, judgedPieces.count - before);
  }
  expect(most).toBe(1);
});
