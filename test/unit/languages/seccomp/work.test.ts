import { describe, expect, it } from 'vitest';
import { defaultContext, editsOf, judgedPieces, memoryFiles, nearestWork } from '../../../../server/src/core';
import { judgedMeetings } from '../../../../server/src/languages/seccomp/clashReports';
import { mergedCalls } from '../../../../server/src/languages/seccomp/mergedCall';
import { check, type Document, fixesAt, open } from '../../../../server/src/service';
import { jsonWork } from '../../../../server/src/tree';

const settings = { rules: {} };

const read = (text: string, previous?: Parameters<typeof open>[2]['previous']) =>
  open({ uri: 'file:///w/web.json', languageId: 'json', version: 1, text }, memoryFiles(), {
    context: defaultContext,
    language: 'seccomp',
    ...(previous && { previous }),
  }) as Promise<Document>;

/** Replaces a piece of text, as a keystroke does. */
function edited(document: Document, piece: string, by: string, from = 0) {
  const { text } = document.source;
  const start = text.indexOf(piece, from);
  const oldEnd = start + piece.length;
  return read(text.slice(0, start) + by + text.slice(oldEnd), { document, change: { start, oldEnd, newEnd: start + by.length } });
}

const found = (document: Document) =>
  check(document, defaultContext, settings).map(({ code, span, message, related }) => ({ code, span, message, related }));

const rule = (i: number) => ({ names: [`made_up_${i}`, 'read'], action: i % 3 ? 'SCMP_ACT_ALLOW' : 'SCMP_ACT_KILL', comment: `rule ${i}` });
const profile = (count: number) =>
  JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: Array.from({ length: count }, (_, i) => rule(i)) }, null, 2);

describe('an edit in one rule of a profile', () => {
  it.each([20, 400])('of %s rules reads and judges that rule', async (count) => {
    const before = await read(profile(count));
    found(before);
    const [judged, characters] = [judgedPieces.count, jsonWork.characters];
    const after = await edited(before, '"rule 7"', '"rule seven"');
    found(after);
    expect(judgedPieces.count - judged).toBe(1);
    expect(jsonWork.characters - characters).toBeLessThan(200);
  });

  it('searches no word again that was searched for a suggestion', async () => {
    const text = profile(20).replaceAll('made_up_', 'opennat');
    const before = await read(text);
    found(before);
    const searched = nearestWork.searches;
    found(await edited(before, '"rule 7"', '"rule seven"'));
    found(await edited(before, '"opennat7"', '"opennat8"'));
    expect(nearestWork.searches).toBe(searched);
    found(await edited(before, '"opennat7"', '"opennnat"'));
    expect(nearestWork.searches).toBe(searched + 1);
  });

  it.each([20, 400])('of %s rules merges the calls that it names, and judges the rules that meet over them', async (count) => {
    const named = (i: number) => (i === 7 ? ['mount', 'read'] : [i % 2 ? 'openat' : 'close', 'futex']);
    const rules = Array.from({ length: count }, (_, i) => ({
      names: named(i),
      action: i % 3 ? 'SCMP_ACT_ALLOW' : 'SCMP_ACT_KILL',
      ...(i % 5 === 0 && { args: [{ index: 0, value: i, op: 'SCMP_CMP_EQ' }] }),
    }));
    const before = await read(JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: rules }, null, 2));
    found(before);
    const [merged, meetings] = [mergedCalls.count, judgedMeetings.count];
    found(await edited(before, '"mount"', '"umount2"'));
    // On three ABIs: one that is named no longer, and one that is named now.
    expect(mergedCalls.count - merged).toBeLessThanOrEqual(6);
    expect(judgedMeetings.count - meetings).toBe(0);
    found(await edited(before, '"mount"', '"write"'));
    const again = await edited(before, '"mount"', '"close"');
    const here = judgedMeetings.count;
    found(again);
    // The first rule, whatever the number of those that follow, for each of the checks of two rules.
    expect(judgedMeetings.count - here).toBeLessThanOrEqual(10);
  });

  it('moves what was found in the rules after it, and its fixes', async () => {
    const before = await read(profile(30));
    found(before);
    const after = await edited(before, '"made_up_3"', '"made_up_three",\n        "SCMP_ACT_KIL"');
    const fresh = await read(after.source.text);
    expect(found(after)).toEqual(found(fresh));
    const whole = { start: 0, end: after.source.text.length };
    const edits = (of: Document) =>
      fixesAt(of, whole, defaultContext, settings).map(({ fixes }) => fixes.map((fix) => [fix.title, editsOf(fix)]));
    expect(edits(after)).toEqual(edits(fresh));
  });

  it('is judged as part of the whole where rules meet', async () => {
    const text = profile(10).replace('"made_up_5"', '"mount"');
    const before = await read(text);
    found(before);
    const after = await edited(before, '"made_up_8"', '"mount"');
    expect(found(after)).toEqual(found(await read(after.source.text)));
    expect(found(after).some(({ code, message }) => code !== 'seccomp/unknown-syscall' && message.includes('mount'))).toBe(true);
  });

  it('is judged anew when what is around the rules changes', async () => {
    const before = await read(profile(10));
    found(before);
    for (const [piece, by] of [
      ['SCMP_ACT_ERRNO', 'SCMP_ACT_KILL'],
      ['"defaultAction"', '"archMap": [{"architecture": "SCMP_ARCH_X86_64"}],\n  "defaultAction"'],
      ['"syscalls"', '"Syscalls"'],
    ] as const) {
      const after = await edited(before, piece, by);
      expect(found(after)).toEqual(found(await read(after.source.text)));
    }
  });
});
