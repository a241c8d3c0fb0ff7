import { linesOf } from '../core';
import { coverageOf, check as findingsIn, fixTitles, pageOf } from '../service';
import { documentOf, fileArguments, type Tool } from './tool';

export const check: Tool = {
  name: 'confine_check',
  title: 'Check a file that confines containers',
  description:
    'Finds mistakes and weaknesses in a seccomp profile, an AppArmor profile, a container image signature policy or the security settings of Kubernetes pods. An error means that the real loader refuses the file. Answers JSON: rule, severity, message, line, the titles of its fixes, and the page of the rule.',
  arguments: fileArguments,
  required: ['path'],
  async run(args, world) {
    const document = await documentOf(args, world);
    const context = world.context();
    const lines = linesOf(document.source.text);
    const { skipped, partial } = coverageOf(document, context);
    return JSON.stringify({
      kind: document.language.title,
      ...(skipped !== undefined && { notChecked: skipped }),
      ...(partial !== undefined && { checkedInPart: partial }),
      findings: findingsIn(document, context, world.settings).map((finding) => ({
        rule: finding.code,
        severity: finding.severity,
        message: finding.message,
        line: lines.positionAt(finding.span.start).line + 1,
        fixes: fixTitles(finding),
        page: pageOf(finding.code),
      })),
    });
  },
};
