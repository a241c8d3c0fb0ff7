import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Alternative, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { denials } from '../helpers/denials';

/**
 * What `observe` offers for each kind of denial, beside all that aa-logprof offers, with the abstractions of the system: ours never offers less.
 * `apparmorObserve.test.ts` proves that each rule of ours works. Skipped where aa-logprof is missing (Debian: apparmor-utils).
 * CONFINE_LOGPROF_TABLE=FILE writes both lists to a file.
 */
const python = '/usr/bin/python3';
const system = '/etc/apparmor.d';
const isThere =
  existsSync(path.join(system, 'abstractions/base')) && spawnSync(python, ['-c', 'import apparmor.aa, apparmor.ui']).status === 0;

const profile = `abi <abi/3.0>,

include <tunables/global>

profile web /usr/bin/web {
  include <abstractions/base>

  /usr/bin/web mr,
}
`;

/** As the kernel writes them to a system log; the library of AppArmor 3.0 reads no record that has a class. */
function inSystemLog(line: string): string {
  const plain = line.replace(/ class="[^"]*"/, '');
  const record = plain.startsWith('audit:') ? plain : `audit: type=1107 audit(1700000000.123:42): pid=1 uid=0 msg='${plain}'`;
  return `Nov 30 10:00:00 node1 kernel: [   12.345678] ${record}`;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(folder, name)).isFile());
}

/** The last part of a pattern: the folder's files, those with an ending, or all below it. */
const globIn = (rule: string) => /\/(\*\*?(?:\.\w+)?\/?)"? [a-z]+,$/.exec(rule)?.[1];

const wayToRun = (rule: string) => /[ mr](ix|[PCU]i?x)(?: ->|,$)/.exec(rule)?.[1];

/**
 * Whether one of ours does what the rule of aa-logprof does, or does it better. A qualifier (`audit`, `deny`, any owner) is an alternative of its own in ours;
 * a child that may be missing (`Cix`) is one that ours writes. Pressed twice, Glob goes on to the folder above; ours ends with all below the file's folder.
 */
function isOffered(theirs: string, isOwned: boolean, ours: readonly Alternative[]): boolean {
  const has = (fits: (one: Alternative) => boolean) => ours.some(fits);
  if (theirs.startsWith('include')) return has(({ rule }) => rule === theirs);
  if (theirs.includes('deny ')) return has(({ kind }) => kind === 'deny');
  if (theirs.includes('audit ') && !has(({ kind }) => kind === 'audit')) return false;
  if (isOwned && !theirs.includes('owner ') && !has(({ kind }) => kind === 'any-owner')) return false;
  const run = wayToRun(theirs);
  if (run === 'Px' && theirs.includes('->')) return has(({ kind }) => kind === 'named');
  if (run !== undefined) return has(({ rule, kind }) => wayToRun(rule) === run.replace('Cix', 'Cx') && kind !== 'named');
  const glob = globIn(theirs);
  if (glob !== undefined) return has(({ rule, kind }) => globIn(rule) === glob && kind === 'glob');
  return has(({ kind }) => kind === 'literal' || kind === 'variables');
}

it.skipIf(!isThere)('offers for each kind of denial at least what aa-logprof offers', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-'));
  try {
    for (const name of ['abstractions', 'tunables', 'abi']) cpSync(path.join(system, name), path.join(folder, name), { recursive: true });
    mkdirSync(path.join(folder, 'local'));
    const texts = Object.fromEntries(filesBelow(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
    writeFileSync(path.join(folder, 'web'), profile);
    const { stdout, stderr } = spawnSync(python, [fileURLToPath(new URL('logprof.py', import.meta.url)), folder], {
      input: JSON.stringify(Object.fromEntries(denials.map(({ kind, line }) => [kind, inSystemLog(line)]))),
      encoding: 'utf8',
    });
    expect(stdout, stderr).not.toBe('');
    const theirs = JSON.parse(stdout) as Readonly<Record<string, readonly string[]>>;

    const files = memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`file:///p/${name}`, text])));
    const load = async (text: string, name: string) => {
      const source = { uri: `file:///p/${name}`, languageId: 'apparmor', version: 1, text };
      return (await apparmor.load(source, { files, includeFolders: ['file:///p'], context: defaultContext })).parts[0]!.part;
    };
    const abstractions = Object.entries(texts).filter(([name]) => name.startsWith('abstractions/'));
    const library = await Promise.all(abstractions.map(([name, text]) => load(text, name)));
    const part = await load(profile, 'web');

    const table: string[] = [];
    const less: string[] = [];
    for (const { kind, line } of denials) {
      const { suggestions } = apparmor.fromObservation!(part, line, defaultContext, { library });
      const ours = suggestions.flatMap(({ alternatives = [] }) => alternatives);
      const offered = theirs[kind] ?? [];
      const isOwned = offered.some((rule) => rule.startsWith('owner '));
      less.push(...offered.filter((rule) => !isOffered(rule, isOwned, ours)).map((rule) => `${kind}: ${rule}`));
      table.push(
        `${kind}\n  aa-logprof\n`,
        ...offered.map((rule) => `    ${rule}\n`),
        '  observe\n',
        ...ours.map(({ rule }) => `    ${rule}\n`),
      );
    }
    if (process.env.CONFINE_LOGPROF_TABLE) writeFileSync(process.env.CONFINE_LOGPROF_TABLE, table.join(''));
    expect(less).toEqual([]);
    expect(Object.keys(theirs)).toHaveLength(denials.length);
    // aa-logprof of 3.0 reads no record of D-Bus, mounts, Unix sockets and of later classes.
    expect(Object.values(theirs).filter((rules) => rules.length > 0).length).toBeGreaterThanOrEqual(15);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
