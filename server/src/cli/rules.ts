import { sourceOfMarkdown, terminalText, visible } from '../core';
import { rulePage } from '../report';
import { allRules, loadLanguages, loadRule, shownExample } from '../service';
import type { Print } from './documents';
import { type Options, UsageError } from './options';

/** Lists the rules, or prints the page of one. */
export async function listRules({ operands: [code] }: Options, print: Print): Promise<number> {
  if (code === undefined) {
    await loadLanguages();
    for (const rule of allRules()) print(terminalText`${visible(`${rule.code.padEnd(48)} ${rule.severity.padEnd(12)} ${rule.title}`)}\n`);
    return 0;
  }
  const rule = await loadRule(code);
  if (!rule) throw new UsageError(`there is no rule ${code}`);
  print(sourceOfMarkdown(rulePage(rule, await shownExample(rule), allRules())));
  return 0;
}
