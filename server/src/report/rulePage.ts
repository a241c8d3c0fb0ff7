import { homepage } from '../../../package.json';
import {
  bullets,
  code,
  counted,
  escaped,
  type Fix,
  fenced,
  joined,
  link,
  type Markdown,
  md,
  noteOf,
  ours,
  type Part,
  paragraphs,
  presetOf,
  presets,
  type Rule,
} from '../core';
import { relatedRules } from './relatedRules';

/** What the example of a rule shows: the message that people see, and the fixes that they are offered. */
export interface ShownExample {
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** The page of a rule, Markdown. `docs/rules/` has one for each; a test compares. */
export function rulePage(rule: Rule<Part>, { message, fixes }: ShownExample, rules: readonly Rule<Part>[]): Markdown {
  const [language = ''] = rule.code.split('/');
  const { bad, good, fixDiffers, path } = rule.example;
  const fence = fenceOf(bad, path, language);
  const related = relatedRules(rule, rules);
  return md`${paragraphs(
    md`# ${ours(rule.title)}`,
    md`${code(rule.code)} · ${ours(rule.category)} · ${ours(rule.severity)} · preset ${ours(presetOf(rule))}${rule.since ? md` · since ${ours(rule.since)}` : md``}`,
    fenced(message, 'text'),
    ours(rule.why.trim()),
    md`## Example`,
    path && md`In ${code(path)}:`,
    fenced(bad, fence),
    fixes.length > 0 && fixDiffers === undefined ? md`The first fix writes:` : md`Better:`,
    fenced(good, fence),
    fixDiffers !== undefined && ours(fixDiffers),
    fixes.length > 0 && md`## Fixes`,
    bullets(fixes.map(fixLine)),
    related.length > 0 && md`## Related rules`,
    bullets(related.map((other) => md`${link(ours(other.code), `${other.code.split('/')[1]}.md`)}: ${ours(other.title)}`)),
    rule.sources.length > 0 && md`## Sources`,
    bullets(rule.sources.map(({ title, url }) => (url ? link(ours(title), url) : ours(title)))),
    md`## Silence it`,
    silence(rule.code, fence),
  )}\n`;
}

/** What a fix is called, and what it may break. */
function fixLine(fix: Fix): Markdown {
  const title = withCode(fix.title.replace(/…$/, ''));
  const note = noteOf(fix);
  if (fix.safe) return md`${title} (safe: breaks nothing and allows nothing more)`;
  return note === undefined ? title : md`${title}. ${ours(note)}`;
}

/** Words in backquotes become code; the rest is plain text. */
const withCode = (text: string): Markdown =>
  joined(
    text.split('`').map((part, i) => (i % 2 ? code(part) : escaped(part))),
    '',
  );

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

/** The list of all rules with the message of each, Markdown; `docs/rules/README.md`. */
export function ruleIndex(rules: readonly Rule<Part>[], messageOf: (rule: Rule<Part>) => string): Markdown {
  const languages = [...new Set(rules.map((rule) => rule.code.split('/')[0] as string))];
  const sections = languages.map((language) =>
    paragraphs(
      md`## ${ours(language)}`,
      bullets(
        rules
          .filter((rule) => rule.code.startsWith(`${language}/`))
          .map(
            (rule) =>
              md`${link(ours(rule.code), `${rule.code}.md`)}: ${ours(rule.title)} (${ours(rule.severity)})  \n  ${code(messageOf(rule))}`,
          ),
      ),
    ),
  );
  return md`${paragraphs(md`# Rules`, ours(introduction), bullets(presetLines(rules)), ...sections)}\n`;
}

const introduction =
  'Search this page for a word of the message that you see: each rule is listed with its title, its severity and the message of its example. `npm run docs` writes this page from the rules.';

function presetLines(rules: readonly Rule<Part>[]): readonly Markdown[] {
  const texts = {
    essential: 'what a loader refuses and what is plainly dangerous',
    recommended: 'also what is accepted but not as written (the default)',
    strict: 'also all advice',
  };
  let sum = 0;
  return presets.map((preset) => {
    sum += rules.filter((rule) => presetOf(rule) === preset).length;
    return md`preset ${code(preset)}: ${ours(counted(sum, 'rule'))}, ${ours(texts[preset])}`;
  });
}

/** Where everyone can read the page of a rule. */
export const rulePageUrl = (ruleCode: string): string => `${homepage}/blob/main/docs/rules/${ruleCode}.md`;
