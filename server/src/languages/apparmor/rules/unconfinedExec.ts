import type { FileRule } from '../syntax/tree';
import { giveaway } from './giveaway';

export const unconfinedExec = giveaway({
  code: 'apparmor/unconfined-exec',
  kind: 'unconfined',
  title: 'Unconfined exec: programs run without a profile',
  severity: 'warning',
  why: `A program that is executed with \`ux\` runs unconfined and with the environment of its caller, so that \`LD_PRELOAD\` or \`PATH\` make it run the caller's code.

\`Ux\` cleans the environment first, which is why it is only information here; \`PUx\` and \`CUx\` leave confinement only when no profile is loaded, a hint. A child profile (\`Cx\`) or a profile of its own (\`Px\`) keeps the program confined, and \`ix\` keeps it under this one.`,
  example: {
    bad: 'profile web {\n  /usr/bin/convert ux,\n}\n',
    good: 'profile web {\n  /usr/bin/convert ix,\n}\n',
  },
  severityOf: ({ exec }) => {
    if (exec?.transition !== 'unconfined') return exec?.keepsEnvironment ? 'information' : 'hint';
    return exec.keepsEnvironment ? 'warning' : 'information';
  },
  note: 'The program runs under the rules of a profile from now on and may need rules of its own.',
  fix(part, { rule, span, exec }) {
    if (!exec) return undefined;
    const text = exec.transition === 'profile' ? 'Px' : exec.transition === 'child' ? 'Cx' : (rule as FileRule).target ? 'Px' : 'ix';
    return { title: `Write ${text} instead of ${part.text.slice(span.start, span.end)}…`, edits: [{ span, text }] };
  },
});
