import { describe, expect, it } from 'vitest';
import { defaultContext, type Target } from '../../../../server/src/core';
import { allowedSince, type DefaultVersion, defaultAt, defaultVersions, partsOfEntry, ruleOfHead } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { ancestorOf, ancestorText, entriesOf } from '../../../../server/src/languages/seccomp/ancestor';
import { jsonPart } from '../../../../server/src/languages/seccomp/part';
import { rebase } from '../../../../server/src/languages/seccomp/rebase';

/** A default as a file, without some calls. */
function fileOf({ entries, hosts }: DefaultVersion, without: readonly string[] = []): string {
  const byHead = new Map<string, string[]>();
  for (const entry of entries) {
    const { key, name } = partsOfEntry(entry);
    if (!without.includes(name)) byHead.set(key, [...(byHead.get(key) ?? []), name]);
  }
  const archMap = hosts.map((line) => {
    const [architecture, ...subs] = line.split(' ').map((name) => `SCMP_ARCH_${name}`);
    return { architecture, subArchitectures: subs };
  });
  const syscalls = [...byHead].map(([key, names]) => ({ names: names.sort(), ...ruleOfHead(key) }));
  return JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', archMap, syscalls }, undefined, 2);
}

const entriesIn = (text: string) => [...entriesOf(jsonPart(text).profile!)].sort();

const targets: readonly Target[] = ['docker', 'containerd', 'podman', 'cri-o'];
/** All pairs of releases take minutes; the others are asked for in continuous integration. */
const isWhole = process.env.CONFINE_ALL_PAIRS !== undefined;

describe.each(targets)('the history of %s', (target) => {
  const versions = defaultVersions(target);

  it('names every released default as its own ancestor', () => {
    for (const version of versions) {
      const found = ancestorOf(jsonPart(fileOf(version)).profile!, target);
      expect(found?.version.releases).toEqual(version.releases);
      expect([found?.added.size, found?.removed.size]).toEqual([0, 0]);
    }
  });

  it('moves a default without a call to any other default without that call', () => {
    for (const [i, from] of versions.entries())
      for (const [j, to] of versions.entries()) {
        if (!isWhole && (i * 7 + j * 3) % 37) continue;
        const release = to.releases[0]?.[0];
        const result = rebase(jsonPart(fileOf(from, ['rmdir'])), `${target}@${release}`, target);
        if (typeof result === 'string') throw new Error(result);
        expect(entriesIn(result.text)).toEqual([...to.entries].filter((entry) => partsOfEntry(entry).name !== 'rmdir').sort());
      }
  });
});

describe('a fork', () => {
  const docker24 = fileOf(defaultAt('docker', '24.0.2')!, ['rmdir']);

  it('is told from which release it comes, what it changed and what upstream changed since', () => {
    const found = ancestorOf(jsonPart(docker24).profile!, 'docker')!;
    expect(ancestorText(found)).toMatch(
      /^Docker 24\.0\.2 \(2023-05\) minus rmdir · upstream since then: \d+ calls added, \d+ closed \(.*AF_ALG, CVE-2026-31431/,
    );
    const lenses = seccomp.lenses!(jsonPart(docker24), defaultContext, () => []);
    const lens = lenses.find(({ command }) => command === 'rebase');
    expect(lens?.title).toMatch(/^Docker 24\.0\.2 minus rmdir · since then \d+ added, \d+ closed: Rebase$/);
    expect(lens?.title.length).toBeLessThan(80);
  });

  it('is no fork where it shares little with any default', () => {
    const own = jsonPart('{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}]}');
    expect(ancestorOf(own.profile!, 'docker')).toBeUndefined();
    expect(rebase(own, undefined, 'docker')).toMatch(/not a fork/);
  });

  it('keeps what it decides itself, its order and its layout', () => {
    const own = docker24.replace('"accept",', '"accept", "kexec_load",').replace('"rename",', '');
    const result = rebase(jsonPart(own), 'docker@29', 'docker');
    if (typeof result === 'string') throw new Error(result);
    expect(result.text).toContain('"accept", "kexec_load",');
    const names = entriesIn(result.text).map((entry) => partsOfEntry(entry).name);
    expect(names).not.toContain('rename');
    expect(names).not.toContain('rmdir');
    expect(names).not.toContain('io_uring_setup');
    expect(result.security).toEqual(expect.arrayContaining(['AF_ALG, CVE-2026-31431', 'io_uring']));
    const again = rebase(jsonPart(result.text), 'docker@29', 'docker');
    expect(again).toMatchObject({ isCurrent: true, added: [], removed: [] });
  });

  it('that decides a call itself keeps its decision where upstream changed it', () => {
    const own = fileOf(defaultAt('docker', '24.0.2')!, ['rmdir', 'socket']);
    const result = rebase(jsonPart(own), 'docker@29', 'docker');
    expect(result).toMatchObject({ kept: ['socket'] });
  });

  it('goes onto releases that the history has', () => {
    expect(rebase(jsonPart(docker24), 'docker@99', 'docker')).toMatch(/no release 99/);
    expect(rebase(jsonPart(docker24), 'moby', 'docker')).toMatch(/not a runtime/);
  });
});

it('the history tells since which release a call is allowed', () => {
  expect(allowedSince('docker', 'faccessat2')).toMatchObject({ release: '20.10.0' });
  expect(allowedSince('docker', 'kexec_file_load')).toBeUndefined();
});
