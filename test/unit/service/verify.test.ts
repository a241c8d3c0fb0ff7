import { describe, expect, it, vi } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles, type Part, type Rule } from '../../../server/src/core';
import { actionsAt, areVerified, check, type Document, fixed, fixesAt, isHarmless, open } from '../../../server/src/service';
import { languages } from '../../helpers/languages';

const settings = { rules: {} };
const context = defaultContext;

async function read(name: string, text: string): Promise<Document> {
  const document = await open({ uri: `file:///project/${name}`, languageId: '', version: 1, text }, memoryFiles(), { context });
  if (!document) throw new Error(`${name} is not ours`);
  return document;
}

const everywhere = (text: string) => ({ start: 0, end: text.length });

const profile = '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "syscalls": [{ "names": ["read", "opnat"], "action": "SCMP_ACT_ALLOW" }]\n}\n';

describe('a fix', () => {
  it('is verified if its finding is gone and no error is new', async () => {
    const document = await read('seccomp/web.json', profile);
    const finding = check(document, context, settings).find(({ code }) => code === 'seccomp/unknown-syscall');
    const [fix] = finding?.cure?.() ?? [];
    if (!finding || !fix) throw new Error('no fix');
    expect(applyEdits(profile, editsOf(fix))).toContain('"openat"');
    expect(await areVerified({ document, context, settings }, [{ finding, fix }])).toBe(true);
  });

  it.each([
    ['changes another place', '"ERRNO_"', 'read'],
    ['writes another mistake of the same kind', 'opnta', 'opnat'],
    ['breaks the syntax', '"', 'opnat'],
  ])('is not if it %s', async (_, text, at) => {
    const document = await read('seccomp/web.json', profile);
    const finding = check(document, context, settings).find(({ code }) => code === 'seccomp/unknown-syscall');
    if (!finding) throw new Error('no finding');
    const start = profile.indexOf(at);
    const fix = { title: 'A wrong fix', edits: [{ span: { start, end: start + at.length }, text }], safe: true };
    expect(await areVerified({ document, context, settings }, [{ finding, fix }])).toBe(false);
  });

  it('of no finding may bring no error', async () => {
    const document = await read('seccomp/web.json', profile);
    const trial = { document, context, settings };
    const start = profile.indexOf('SCMP_ACT_ERRNO');
    const edit = (text: string) => ({ title: 'An edit', edits: [{ span: { start, end: start + 14 }, text }], safe: true });
    expect(await isHarmless(trial, edit('SCMP_ACT_LOG'))).toBe(true);
    expect(await isHarmless(trial, edit('SCMP_ACT_NOTHING'))).toBe(false);
  });
});

describe('over text with mistakes of syntax', () => {
  it.each([
    [
      'seccomp/web.json',
      '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["raed"], "action": "SCMP_ACT_ALLOW"},]}',
      'seccomp/syntax',
    ],
    ['containers/policy.json', '{ "default": [{ "type": "Reject" },] }', 'policy/syntax'],
  ])('only the syntax of %s is fixed', async (name, text, code) => {
    const document = await read(name, text);
    const offered = fixesAt(document, everywhere(text), context, settings).filter(({ fixes }) => fixes.length > 0);
    expect(new Set(offered.map(({ finding }) => finding.code))).toEqual(new Set([code]));
    expect(check(document, context, settings).length).toBeGreaterThan(offered.length);
  });

  it.each([
    ['seccomp/web.json', '{"syscalls":[{'],
    ['pod.yaml', 'apiVersion: v1\nkind: Pod\nspec:\n  containers: [{\n'],
  ])('no hardening and no rewriting is offered in %s', async (name, text) => {
    expect(actionsAt(await read(name, text), everywhere(text), context)).toEqual([]);
  });
});

it('fixing a file leaves out what does not cure, and says so', async () => {
  const rule = languages.flatMap(({ rules }) => rules as readonly Rule<Part>[]).find(({ code }) => code === 'seccomp/deny-list');
  if (!rule) throw new Error('no such rule');
  const report = (title: string, at: number, text: string) => ({
    span: { start: 0, end: 1 },
    message: title,
    cure: () => [{ title, edits: [{ span: { start: at, end: at }, text }], safe: true }],
  });
  vi.spyOn(rule, 'check').mockImplementation(() => [report('Break it', 0, '}'), report('Write a comment', profile.length, ' ')]);
  const source = { uri: 'file:///project/seccomp/web.json', languageId: '', version: 1, text: profile };
  const { text, refused } = await fixed(source, memoryFiles(), { context: { ...context } }, settings, { harden: false });
  vi.restoreAllMocks();
  expect(text).toBe(profile);
  expect(refused).toEqual(['seccomp/deny-list: Break it', 'seccomp/deny-list: Write a comment']);
});
