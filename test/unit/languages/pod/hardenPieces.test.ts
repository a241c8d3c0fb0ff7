import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, noteOf } from '../../../../server/src/core';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { readPart } from '../../../../server/src/languages/pod/part';
import { actionsAt, fixesAt, harden } from '../../../../server/src/service';
import { toValue } from '../../../../server/src/tree';
import { openPod, pod, settings } from './helpers';

describe('pieces of a hardening', () => {
  const text = pod({ spec: 'hostPID: true\nvolumes: [{name: d, hostPath: {path: /d}}]' });
  const offer = async () => actionsAt(await openPod(text), { start: 0, end: 0 }, defaultContext)[0];

  it('are named with what they break', async () => {
    const pieces = (await offer())?.pieces?.() ?? [];
    expect(pieces.map(({ title, breaks }) => [title, breaks])).toEqual([
      ['host namespaces (Pod web)', undefined],
      ['hostPath volumes (Pod web)', 'replaced-volume'],
    ]);
  });

  it('can be left out', async () => {
    const action = await offer();
    const volume = action?.pieces?.().find(({ breaks }) => breaks)?.id ?? '';
    const rest = action?.without?.(new Set([volume]));
    const after = applyEdits(text, rest ? editsOf(rest) : []);
    expect(after).toContain('hostPID: false');
    expect(after).toContain('hostPath: {path: /d}');
  });

  it.each(['', `# the first\n${pod({ app: 'args: [a]' })}---\n`])('are left out at their own place, after %j', async (before) => {
    const hardened = async (whole: string, left: readonly string[]) => {
      const at = { start: whole.length - 1, end: whole.length };
      return applyEdits(whole, harden(await openPod(whole), at, defaultContext, settings, new Set(left)).flatMap(editsOf));
    };
    const ids = ((await offer())?.pieces?.() ?? []).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const results = new Set<string>();
    for (const left of [[], ...ids.map((id) => [id])]) {
      const alone = await hardened(text, left);
      results.add(alone);
      expect(await hardened(before + text, left)).toBe(before + alone);
    }
    expect(results.size).toBe(3);
  });
});

describe('capabilities that an image needs', () => {
  const database = (more = '') => pod({ app: more }).replace('registry.example/app:1.4', 'docker.io/library/postgres:17');
  const needed = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];
  const dropFixes = async (text: string) =>
    fixesAt(await openPod(text), { start: 0, end: text.length }, defaultContext, settings)
      .filter(({ finding }) => finding.code === 'pod/capabilities-restricted')
      .flatMap(({ fixes }) => fixes);

  it('are named with their source where everything is dropped, and a second fix adds them', async () => {
    const [drop, keep] = await dropFixes(database());
    expect(drop && noteOf(drop)).toContain('postgres needs CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID when it starts as root');
    expect(drop && noteOf(drop)).toContain('(docker-library/postgres docker-entrypoint.sh)');
    expect(keep?.title).toBe('Set capabilities.drop: ["ALL"], and add what postgres needs…');
    expect(keep?.manual).toBe(true);
    const after = readPart(applyEdits(database(), keep ? editsOf(keep) : []));
    const [found] = podsOf(after, defaultContext);
    expect(toValue(found?.containers[0]?.node)).toMatchObject({ securityContext: { capabilities: { drop: ['ALL'], add: needed } } });
  });

  it.each(['securityContext: {runAsUser: 999}', 'securityContext: {runAsNonRoot: true}'])('are not needed with %s', async (context) => {
    const fixes = await dropFixes(database(context));
    expect(fixes.map(({ title }) => title)).toEqual(['Set capabilities.drop: ["ALL"]…']);
    expect(noteOf(fixes[0] as (typeof fixes)[0])).not.toContain('postgres');
  });

  it('stay in a hardening that leaves the user alone', async () => {
    const text = database();
    const start = text.indexOf('kind:');
    const [action] = actionsAt(await openPod(text), { start, end: start }, defaultContext).filter(({ title }) =>
      title.includes('restricted'),
    );
    const user = (action?.pieces?.() ?? []).filter(({ id }) => /runAs/.test(id)).map(({ id }) => id);
    const rest = action?.without?.(new Set(user));
    const capabilitiesAfter = (edits: Parameters<typeof applyEdits>[1]) => {
      const [found] = podsOf(readPart(applyEdits(text, edits)), defaultContext);
      return toValue(found?.containers[0]?.node) as { readonly securityContext?: { readonly capabilities?: unknown } };
    };
    expect(capabilitiesAfter(rest ? editsOf(rest) : []).securityContext?.capabilities).toEqual({ drop: ['ALL'], add: needed });
    expect(capabilitiesAfter(action ? editsOf(action) : []).securityContext?.capabilities).toEqual({ drop: ['ALL'] });
    expect(rest?.pieces?.().find(({ id }) => id.includes('capabilities'))?.note).toContain('docker-entrypoint.sh');
  });
});
