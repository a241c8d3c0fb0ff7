import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Context, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { abiInForce, classesOf, mediationUnder } from '../../server/src/languages/apparmor/policy/abi';
import { digestOf } from '../../server/src/languages/apparmor/syntax/digest';

/**
 * Compares "mediated" with what apparmor_parser compiles, where that program and its abi files are installed: a rule is mediated under an abi when
 * the compiled policy differs from the one without it. `APPARMOR_PARSER` and `APPARMOR_ABIS` name another parser and another folder of abi files.
 */
const parser = process.env.APPARMOR_PARSER ?? 'apparmor_parser';
const abiFolder = process.env.APPARMOR_ABIS ?? '/etc/apparmor.d/abi';

function releaseOf(): string | undefined {
  try {
    return /version (\d+\.\d+(?:\.\d+)?)/.exec(
      execFileSync(parser, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )?.[1];
  } catch {
    return undefined;
  }
}

const release = existsSync(abiFolder) ? releaseOf() : undefined;
const abis = release === undefined ? [] : readdirSync(abiFolder);

/** By the release that brought them, so that an older parser is not asked. */
const rules: readonly (readonly [since: number, text: string])[] = [
  ...['network inet stream', 'network unix', 'network netlink raw', 'network'].map((text) => [3, text] as const),
  ...['unix', 'unix (send, receive) type=stream', 'unix bind addr=@x', 'unix connect peer=(label=b)'].map((text) => [3, text] as const),
  ...['dbus', 'dbus send bus=session', 'dbus bind bus=system name=a.b'].map((text) => [3, text] as const),
  ...['signal', 'signal send set=(hup, term)', 'signal receive peer=a', 'ptrace', 'ptrace trace peer=a'].map((text) => [3, text] as const),
  ...['mount', 'mount /a -> /b', 'remount /b', 'umount /b', 'pivot_root /n'].map((text) => [3, text] as const),
  ...['/srv/a r', 'capability bpf', 'capability chown', 'change_profile -> b', 'link /a -> /b'].map((text) => [3, text] as const),
  ...['userns', 'userns create', 'io_uring', 'io_uring sqpoll', 'mqueue', 'mqueue read /q', 'mqueue (read, write) 12'].map(
    (text) => [4, text] as const,
  ),
  ...['mqueue read type=posix', 'mqueue read type=sysv', 'mqueue read label=b /q'].map((text) => [4, text] as const),
];

const known = rules.filter(([since]) => since <= Number.parseFloat(release ?? '0')).map(([, text]) => text);

function compiled(folder: string, text: string): string {
  writeFileSync(path.join(folder, 'web'), text);
  const newest = [...abis]
    .sort()
    .filter((name) => /^\d/.test(name))
    .at(-1) as string;
  const args = [
    '-Q',
    '-K',
    '-S',
    '--config-file',
    '/dev/null',
    '--base',
    folder,
    '-I',
    folder,
    '--kernel-features',
    path.join(folder, 'abi', newest),
  ];
  return execFileSync(parser, [...args, path.join(folder, 'web')], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** What Confine says of the one rule of a text: a denial that only a patched kernel enforces is in the compiled policy too. */
async function isMediated(text: string, context: Context): Promise<boolean> {
  const files = memoryFiles(
    Object.fromEntries(abis.map((name) => [`file:///p/abi/${name}`, readFileSync(path.join(abiFolder, name), 'utf8')])),
  );
  const source = { uri: 'file:///p/web', languageId: 'apparmor', version: 1, text };
  const { parts } = await apparmor.load(source, { files, includeFolders: ['file:///p'], context });
  const { part } = parts[0]!;
  const [rule] = digestOf(part.tree).abiDependent;
  return !rule || mediationUnder(abiInForce(part, context), classesOf(rule.statement)) !== 'unenforced';
}

it.skipIf(release === undefined || abis.length === 0)(
  'says of a rule that it is mediated when it changes what apparmor_parser compiles',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'confine-'));
    mkdirSync(path.join(folder, 'abi'));
    for (const name of abis) writeFileSync(path.join(folder, 'abi', name), readFileSync(path.join(abiFolder, name)));
    const newest = Math.max(...abis.map((name) => Number.parseFloat(name)).filter(Number.isFinite));
    const context = { ...defaultContext, apparmor: { version: release as string } };
    try {
      const abi = fc.constantFrom(undefined, ...abis);
      await fc.assert(
        fc.asyncProperty(abi, fc.constantFrom(...known), fc.constantFrom('', 'deny ', 'audit '), async (name, rule, prefix) => {
          // What no kernel of the installed abis has is never compiled, whatever the policy's abi says.
          fc.pre(newest >= 5 || !rule.startsWith('io_uring'));
          const text = (body: string) => `${name === undefined ? '' : `abi <abi/${name}>,\n`}profile web {\n${body}}\n`;
          const differs = compiled(folder, text(`  ${prefix}${rule},\n`)) !== compiled(folder, text(''));
          expect(await isMediated(text(`  ${prefix}${rule},\n`), context), text(`${prefix}${rule},`)).toBe(differs);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
