import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { denials } from '../helpers/denials';

/**
 * Every rule that `observe` proposes for a denial, in each of its alternatives, put into the profile: `explain` says then that the access is allowed,
 * the same log asks for nothing more, and apparmor_parser, where it is installed and knows the kind of rule, accepts the profile.
 */
const tunables =
  '@{PROC}=/proc/\n@{sys}=/sys/\n@{pid}=[0-9]*\n@{tid}=@{pid}\n@{uid}=[0-9]*\n@{run}=/run/ /var/run/\n@{HOMEDIRS}=/home/\n@{HOME}=@{HOMEDIRS}/*/\n@{multiarch}=*-linux-gnu*\n';
const shared: Readonly<Record<string, string>> = {
  'tunables/global': tunables,
  'abstractions/base': '/usr/share/locale/** r,\n',
  'abstractions/temporary': 'owner /tmp/** rwkl,\n/tmp/ rw,\n',
  'abstractions/buses': 'dbus,\nunix,\n',
};
const before = 'include <tunables/global>\n\nprofile web {\n  include <abstractions/base>\n\n  /usr/bin/web mr,\n}\n';

const load = async (text: string, name: string) => {
  const files = memoryFiles(Object.fromEntries(Object.entries(shared).map(([file, one]) => [`file:///p/${file}`, one])));
  const source = { uri: `file:///p/${name}`, languageId: 'apparmor', version: 1, text };
  return (await apparmor.load(source, { files, includeFolders: ['file:///p'], context: defaultContext })).parts[0]!.part;
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'confine-'));
  for (const [name, text] of Object.entries(shared)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Why the parser refuses a profile; undefined where it accepts it. */
function refusal(text: string): string | undefined {
  writeFileSync(path.join(folder, 'web'), text);
  try {
    execFileSync('apparmor_parser', ['-Q', '-K', '-T', '-I', folder, path.join(folder, 'web')], { stdio: ['ignore', 'ignore', 'pipe'] });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}

const isInstalled = (): boolean => {
  try {
    execFileSync('apparmor_parser', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const installed = isInstalled();
const isKnown = (needs: string | undefined) =>
  installed && (needs === undefined || refusal(`profile web {\n  ${needs}\n}\n`) === undefined);

it.skipIf(!installed)('sees what the parser refuses', () => {
  expect(refusal('profile web {\n  /a rix\n}\n')).toBeDefined();
  expect(refusal(before)).toBeUndefined();
});

describe('each rule for a denial', () => {
  it.each(denials.map((one) => [one.kind, one] as const))('%s', { timeout: 30_000 }, async (_, { line, needs }) => {
    const library = await Promise.all(Object.entries(shared).map(([name, text]) => load(text, name)));
    const part = await load(before, 'web');
    const first = apparmor.fromObservation!(part, line, defaultContext, { library });
    expect(first.suggestions.length).toBeGreaterThan(0);
    expect(first.unanswered).toEqual([]);
    const requests = new Set<string>();
    // What is asked: as the profile with the best rules says that it allows it.
    const best = await load(applyEdits(before, first.edits), 'web');
    for (const { what } of apparmor.fromObservation!(best, line, defaultContext).covered) requests.add(what);
    expect(requests.size).toBeGreaterThan(0);
    for (const { id = '', alternatives = [] } of first.suggestions) {
      for (const [index, { kind, rule }] of alternatives.entries()) {
        const { edits } = apparmor.fromObservation!(part, line, defaultContext, { library, chosen: { [id]: index } });
        const after = applyEdits(before, edits);
        const changed = await load(after, 'web');
        if (kind !== 'deny') {
          for (const what of requests) {
            const { decision } = apparmor.explain!(changed, what, defaultContext).json;
            expect([rule, what, decision]).toEqual([rule, what, 'allow']);
          }
          expect(apparmor.fromObservation!(changed, line, defaultContext).suggestions).toEqual([]);
        }
        if (isKnown(needs)) expect([rule, refusal(after)]).toEqual([rule, undefined]);
      }
    }
  });
});
