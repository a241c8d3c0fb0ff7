import type { Rule } from '../../../core';
import { type Analysis, decide } from '../analysis';
import { isListIfAny, namesOf, stated } from '../model';
import type { SeccompPart } from '../part';
import type { CallVerdict } from '../resolve';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { findAction } from '../words';

export const nothingAllowed: Rule<SeccompPart> = {
  code: 'seccomp/nothing-allowed',
  title: 'Nothing is allowed: the container cannot start',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtime installs the filter and then starts the program with `execve`, under that filter: where the default action kills and `execve` is not allowed, or no rule allows anything, no container starts. ' +
    'A profile that refuses every call and has no rules is sometimes kept on purpose, for pods that must not run.',
  sources: [from.runc, from.crun, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_KILL_PROCESS",
  "syscalls": []
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_KILL_PROCESS",
  "syscalls": [
    {
      "names": ["execve", "exit_group", "read", "write", "close", "futex", "rt_sigreturn"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host, part } = input;
    // Rules of the wrong type are told of as such.
    if (!profile.defaultAction || !isDenied(resolved.default) || !isListIfAny(profile.node, 'syscalls')) return;
    // The operator adds the calls of a base profile.
    if (part.object && stated(profile.node, 'baseProfileName')) return;
    const kills = /^SCMP_ACT_KILL/.test(resolved.default.action);
    const permits = permitsAnything(input);
    if (permits && !(kills && isDenied(decide(input, host.architecture, 'execve').verdict))) return;
    // A rule without names is told of as such.
    if (!permits && profile.rules.some((rule) => !namesOf(rule).length)) return;
    const { span } = profile.defaultAction.node;
    if (permits) yield { span, message: 'The container cannot start: the default action kills it and no rule allows `execve`.' };
    else if (kills || resolved.rules.length)
      yield { span, message: `The container cannot start: \`${resolved.default.action}\` refuses every call, and no rule allows one.` };
    else
      yield {
        span,
        severity: 'information',
        message: `\`${resolved.default.action}\` refuses every call: no container starts with this profile.`,
      };
  }),
};

/** Whether some rule lets a call through. */
export const permitsAnything = ({ resolved }: Analysis): boolean =>
  resolved.rules.some(({ effect }) => effect.names.length > 0 && !isDenied(effect.verdict));

const isDenied = ({ action }: CallVerdict): boolean => findAction(action)?.outcome === 'denied';
