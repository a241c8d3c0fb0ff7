// Writes server/src/languages/NAME/rules/index.ts, the list of the language's rules, from the files beside it: each that exports a rule.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const languages = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'server', 'src', 'languages');

/** `export const privileged: Rule<PodPart> = {` or `export const badGlob = refusal({`. */
const ruleIn = /^export const (\w+)(?:: Rule<\w+> = \{| = \w+\(\{)$/m;

export function writeRuleIndexes() {
  for (const entry of readdirSync(languages, { withFileTypes: true })) {
    const folder = path.join(languages, entry.name, 'rules');
    if (!entry.isDirectory() || !existsSync(folder)) continue;
    const rules = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
      .sort()
      .flatMap((file) => {
        const name = ruleIn.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1];
        return name === undefined ? [] : [{ name, file: file.replace(/\.ts$/, '') }];
      });
    const text = [
      '// Written by scripts/ruleIndexes.mjs.',
      ...rules.map(({ name, file }) => `import { ${name} } from './${file}';`),
      '',
      `export const rules = [\n${rules.map(({ name }) => `  ${name},\n`).join('')}];`,
      '',
    ].join('\n');
    const index = path.join(folder, 'index.ts');
    if (!existsSync(index) || readFileSync(index, 'utf8') !== text) writeFileSync(index, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeRuleIndexes();
