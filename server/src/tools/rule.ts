import { sourceOfMarkdown } from '../core';
import { rulePage } from '../report';
import { allRules, loadRule, shownExample } from '../service';
import { type Tool, ToolError } from './tool';

export const rule: Tool = {
  name: 'confine_rule',
  title: 'Read the page of a rule',
  description:
    'Says why a rule of Confine exists, with an example, what its fixes may break, and the sources: man pages, specifications, code.',
  arguments: { code: 'The code of the rule, as a finding names it: pod/privileged.' },
  required: ['code'],
  async run({ code = '' }) {
    const found = await loadRule(code);
    if (!found) throw new ToolError(`There is no rule ${code}.`);
    return sourceOfMarkdown(rulePage(found, await shownExample(found), allRules()));
  },
};
