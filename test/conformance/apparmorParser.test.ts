import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import { effectiveRules } from '../../server/src/languages/apparmor/policy/effectiveRules';
import { profilesOf } from '../../server/src/languages/apparmor/policy/profiles';
import { type Policy, policyWith, textsOf } from '../helpers/apparmorPolicies';

/**
 * Compares the rules that Confine finds in a profile with those that apparmor_parser compiles, where that program is installed: the profile
 * with its includes, blocks and branches compiles to the same policy as its effective rules written one below the other.
 */
const parser = 'apparmor_parser';

function compiled(folder: string, text: string): string {
  writeFileSync(path.join(folder, 'web'), text);
  return execFileSync(parser, ['-Q', '-K', '-T', '-S', '-I', folder, path.join(folder, 'web')], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function isInstalled(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-'));
  try {
    return compiled(folder, 'profile web { /a r, }\n') !== compiled(folder, 'profile web { /b r, }\n');
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function plain(texts: Readonly<Record<string, string>>): Promise<string> {
  const files = memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`file:///p/${name}`, text])));
  const { parts } = await apparmor.load(
    { uri: 'file:///p/web', languageId: 'apparmor', version: 1, text: texts.web as string },
    { files, includeFolders: ['file:///p'], context: defaultContext },
  );
  const part = parts[0]!.part;
  const rules = [...effectiveRules(part, profilesOf(part)[0])].map(({ rule, item, mode, owner }) => {
    const { text } = item.file.tree;
    const words = rule.keyword ?? (rule.verb === 'file' ? rule.path : undefined);
    const own = text.slice(item.start + words!.span.start, item.start + rule.span.end);
    return `${mode === 'deny' ? 'deny ' : ''}${owner ? `${owner} ` : ''}${own}\n`;
  });
  return `profile web {\n${rules.join('')}}\n`;
}

const noRules = 'profile web {\n}\n';

it.skipIf(!isInstalled())('reads the same rules out of includes, blocks and branches as apparmor_parser', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-'));
  mkdirSync(path.join(folder, 'local'));
  try {
    await fc.assert(
      fc.asyncProperty(policyWith({ priorities: false, denyingBlocks: false }), async (policy: Policy) => {
        const texts = textsOf(policy);
        for (const name of ['local/x', 'local/y']) writeFileSync(path.join(folder, name), texts[name] as string);
        const expected = compiled(folder, texts.web as string);
        const flat = await plain(texts);
        // Of rules that are all for the owner and for others at once, which no file is, the parser makes an empty table: not what it makes of no rules.
        fc.pre(flat !== noRules);
        expect(compiled(folder, flat), JSON.stringify(texts)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
