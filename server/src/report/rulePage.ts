import { homepage } from '../../../package.json';
import { code, type Fix, fenced, link, type Part, paragraphs, type Rule, wordTable } from '../core';

const fences: Readonly<Record<string, string>> = wordTable({ seccomp: 'json', policy: 'json', pod: 'yaml', apparmor: 'apparmor' });

/** The page of a rule, Markdown; `fixes` are those of its example. `docs/rules/` holds one for each; a test compares. */
export function rulePage(rule: Rule<Part>, fixes: readonly Fix[]): string {
  const [language = ''] = rule.code.split('/');
  const { bad, good, path } = rule.example;
  const fence = path?.endsWith('yaml') ? 'yaml' : bad.trimStart().startsWith('{') ? 'json' : (fences[language] ?? '');
  return `${paragraphs(
    `# ${rule.title}`,
    `${code(rule.code)} · ${rule.category} · ${rule.severity}${fixes.length ? ' · has a fix' : ''}`,
    rule.why.trim(),
    '## Example',
    path && `In ${code(path)}:`,
    fenced(bad, fence),
    'Better:',
    fenced(good, fence),
    rule.sources.length > 0 && '## Sources',
    rule.sources.map((source) => `- ${source.url ? link(source.title, source.url) : source.title}`).join('\n'),
    '## Silence it',
    silence(rule.code, language),
  )}\n`;
}

function silence(ruleCode: string, language: string): string {
  const setting = `By setting: ${code(`"confine.rules": { "${ruleCode}": "off" }`)}.`;
  if (language === 'seccomp' || language === 'policy') return setting;
  return `${setting} In the file, above the line: ${code(`# confine-ignore ${ruleCode}: the reason`)}.`;
}

/** The list of all rules, Markdown; `docs/rules/README.md`. */
export function ruleIndex(rules: readonly Rule<Part>[]): string {
  const languages = [...new Set(rules.map((rule) => rule.code.split('/')[0] as string))];
  const sections = languages.map((language) =>
    paragraphs(
      `## ${language}`,
      rules
        .filter((rule) => rule.code.startsWith(`${language}/`))
        .map((rule) => `- ${link(rule.code, `${rule.code}.md`)}: ${rule.title} (${rule.severity})`)
        .join('\n'),
    ),
  );
  return `${paragraphs('# Rules', 'Generated from the rule objects by `npm run docs`.', ...sections)}\n`;
}

/** Where everyone can read the page of a rule. */
export const rulePageUrl = (ruleCode: string): string => `${homepage}/blob/main/docs/rules/${ruleCode}.md`;
