import type { Rule } from '../../../core';
import { decide } from '../analysis';
import { change, withCalls } from '../edits';
import { hasCall } from '../filter';
import { fieldValue } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { someNames } from '../wording';
import { findAction } from '../words';
import { permitsAnything } from './nothingAllowed';

/**
 * What runc and crun do between installing the filter and starting the program, and what every program does at its end; for a
 * filter that is installed last, as both do with `noNewPrivileges`.
 */
const startup = ['execve', 'exit_group', 'write', 'close', 'futex', 'read', 'rt_sigreturn'];

export const startupCalls: Rule<SeccompPart> = {
  code: 'seccomp/startup-calls',
  title: 'Missing startup calls that every container makes',
  category: 'correctness',
  severity: 'hint',
  why:
    'The runtime makes some more calls after it has installed the filter, and so does every program that starts and ends: without `execve`, `exit_group`, `write`, `close` and `futex` the container most likely does not start. ' +
    'The base profiles of the Security Profiles Operator list what each runtime needs.',
  sources: [from.runc, from.crun, from.operator],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["execve", "read", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host, tree, loader, part } = input;
    const { defaultAction, rules } = profile;
    if (!defaultAction || !rules.length || findAction(resolved.default.action)?.outcome !== 'denied' || !permitsAnything(input)) return;
    // The operator adds a base profile that has them.
    if (part.object && fieldValue(profile.node, 'baseProfileName')) return;
    const denied = (name: string) => findAction(decide(input, host.architecture, name).verdict.action)?.outcome === 'denied';
    const lacking = startup.filter((name) => hasCall(host.architecture, name) && denied(name));
    const kills = /^SCMP_ACT_KILL/.test(resolved.default.action);
    if (!lacking.length || (kills && lacking.includes('execve'))) return;
    yield {
      span: defaultAction.node.span,
      message: `No rule allows ${someNames(lacking, 7)}, which ${loader.runtime} and nearly every program need.`,
      ...(kills && { severity: 'warning' as const }),
      cure: () => [change(`Allow ${someNames(lacking, 7)}`, withCalls(tree, profile, lacking, { action: 'SCMP_ACT_ALLOW' }))],
    };
  }),
};
