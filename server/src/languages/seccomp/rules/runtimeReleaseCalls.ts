import { listed, type Rule } from '../../../core';
import { hasChange, runtimeNamed, type StartupChange, startupChanges } from '../../../knowledge';
import { decide } from '../analysis';
import { change, withCalls } from '../edits';
import { hasCall } from '../filter';
import { fieldValue } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { someNames } from '../wording';
import { findAction } from '../words';

export const runtimeReleaseCalls: Rule<SeccompPart> = {
  code: 'seccomp/runtime-release-calls',
  title: 'The profile starts under older releases of the runtime only',
  category: 'compatibility',
  severity: 'warning',
  since: 'runc 1.2.8, 1.3.3 and 1.4.0',
  why:
    'Runtimes make system calls of their own between installing the filter and starting the program, and newer releases make others. ' +
    'Since November 2025 (1.2.8, 1.3.3, 1.4.0) runc opens the pipe that starts the program by a `/proc` that it has checked, by `openat2` and `statx`; where the filter refuses them, whatever the error, the container does not start.',
  sources: [
    {
      title: 'runc libcontainer/standard_init_linux.go',
      url: 'https://github.com/opencontainers/runc/blob/HEAD/libcontainer/standard_init_linux.go',
    },
  ],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": [
        "capset",
        "close",
        "execve",
        "exit_group",
        "futex",
        "openat",
        "prctl",
        "read",
        "rt_sigreturn",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": [
        "capset",
        "close",
        "execve",
        "exit_group",
        "futex",
        "openat",
        "openat2",
        "prctl",
        "read",
        "rt_sigreturn",
        "statx",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host, tree, loader, part, context } = input;
    const { defaultAction } = profile;
    if (!defaultAction || findAction(resolved.default.action)?.outcome !== 'denied') return;
    // The operator adds a base profile that has them.
    if (part.object && fieldValue(profile.node, 'baseProfileName')) return;
    const allows = (name: string) => findAction(decide(input, host.architecture, name).verdict.action)?.outcome !== 'denied';
    // A list that no release starts with is another matter.
    if (!startsAnyway.every(allows)) return;
    const named = runtimeNamed(context.runtime ?? '') ?? { name: loader.runtime };
    for (const one of startupChanges) {
      if (!hasChange(one, named)) continue;
      const lacking = one.required.filter((name) => hasCall(host.architecture, name) && !allows(name));
      if (!lacking.length) continue;
      yield {
        span: defaultAction.node.span,
        message: `Starts under ${one.runtime} before ${releasesOf(one)} only: ${someNames(lacking)} ${lacking.length === 1 ? 'is' : 'are'} missing.`,
        cure: () => [change(`Allow ${someNames(lacking)}`, withCalls(tree, profile, lacking, { action: 'SCMP_ACT_ALLOW' }))],
      };
    }
  }),
};

/** What every release needs: a list with these is meant to cover the runtime's own calls. */
const startsAnyway = ['execve', 'write', 'close', 'openat', 'capset', 'prctl'];

/** `1.4.0 (1.3.3, 1.2.8)`: the first line that has it from its beginning, and the fixes of older ones. */
function releasesOf({ since }: StartupChange): string {
  const [newest, ...older] = since.map((version) => version.join('.')).reverse();
  return older.length ? `${newest} (${listed(older)})` : `${newest}`;
}
