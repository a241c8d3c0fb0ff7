import { homepage } from '../../../package.json';
import { bullets, code, type Fix, fenced, link, type Markdown, md, ours, type Part, paragraphs, presetOf, type Rule } from '../core';

/** The page of a rule, Markdown; `fixes` are those of its example. `docs/rules/` holds one for each; a test compares. */
export function rulePage(rule: Rule<Part>, fixes: readonly Fix[]): Markdown {
  const [language = ''] = rule.code.split('/');
  const { bad, good, fixDiffers, path } = rule.example;
  const fence = fenceOf(bad, path, language);
  return md`${paragraphs(
    md`# ${ours(rule.title)}`,
    md`${code(rule.code)} · ${ours(rule.category)} · ${ours(rule.severity)} · preset ${ours(presetOf(rule))}${fixes.length ? md` · has a fix` : md``}`,
    ours(rule.why.trim()),
    md`## Example`,
    path && md`In ${code(path)}:`,
    fenced(bad, fence),
    md`Better:`,
    fenced(good, fence),
    fixDiffers !== undefined && ours(fixDiffers),
    rule.sources.length > 0 && md`## Sources`,
    bullets(rule.sources.map(({ title, url }) => (url ? link(ours(title), url) : ours(title)))),
    md`## Silence it`,
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
function silence(ruleCode: string, fence: string): Markdown {
  const setting = md`By setting: ${code(`"confine.rules": { "${ruleCode}": "off" }`)}.`;
  if (fence === 'json') return setting;
  return md`${setting} In the file, above the line: ${code(`# confine-ignore ${ruleCode}: the reason`)}.`;
}

/** The list of all rules, Markdown; `docs/rules/README.md`. */
export function ruleIndex(rules: readonly Rule<Part>[]): Markdown {
  const languages = [...new Set(rules.map((rule) => rule.code.split('/')[0] as string))];
  const sections = languages.map((language) =>
    paragraphs(
      md`## ${ours(language)}`,
      bullets(
        rules
          .filter((rule) => rule.code.startsWith(`${language}/`))
          .map((rule) => md`${link(ours(rule.code), `${rule.code}.md`)}: ${ours(rule.title)} (${ours(rule.severity)})`),
      ),
    ),
  );
  return md`${paragraphs(md`# Rules`, ours('Generated from the rule objects by `npm run docs`.'), ...sections)}\n`;
}

/** Where everyone can read the page of a rule. */
export const rulePageUrl = (ruleCode: string): string => `${homepage}/blob/main/docs/rules/${ruleCode}.md`;
