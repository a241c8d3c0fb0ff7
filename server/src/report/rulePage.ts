import { homepage } from '../../../package.json';
import { code, type Fix, fenced, link, type Part, paragraphs, type Rule } from '../core';

/** The page of a rule, Markdown; `fixes` are those of its example. `docs/rules/` holds one for each; a test compares. */
export function rulePage(rule: Rule<Part>, fixes: readonly Fix[]): string {
  const [language = ''] = rule.code.split('/');
  const { bad, good, path } = rule.example;
  const fence = fenceOf(bad, path, language);
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
    silence(rule.code, fence),
  )}\n`;
}

/** How the example is written: its syntax, or the language where that has one of its own. */
function fenceOf(example: string, path: string | undefined, language: string): string {
  if (/^\s*[{[]/.test(example)) return 'json';
  if (path?.endsWith('yaml') || /^[\w-]+:(?:\s|$)/m.test(example)) return 'yaml';
  return path?.endsWith('.conf') ? 'toml' : language;
}

/** JSON has no comments. */
function silence(ruleCode: string, fence: string): string {
  const setting = `By setting: ${code(`"confine.rules": { "${ruleCode}": "off" }`)}.`;
  if (fence === 'json') return setting;
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
