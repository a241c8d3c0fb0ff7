import { code, type Markdown, md } from '../../core';
import type { ProfileModel } from './model';
import type { CallVerdict } from './resolve';
import { isAllowed } from './wording';

/** Where a call is recorded. */
export type Logging = 'none' | 'log' | 'agent' | 'tracer';

const logFlag = 'SECCOMP_FILTER_FLAG_LOG';

/**
 * Which calls the kernel logs while `kernel.seccomp.actions_logged` has its default: those that kill and LOG always, other refusals where the
 * filter requires it.
 *
 * Source: kernel/seccomp.c `seccomp_log`; seccomp(2).
 */
export function loggingOf({ action }: CallVerdict, { flags }: ProfileModel): Logging {
  if (action === 'SCMP_ACT_LOG' || action.startsWith('SCMP_ACT_KILL')) return 'log';
  if (action === 'SCMP_ACT_ALLOW') return 'none';
  if (flags?.some(({ value }) => value === logFlag)) return 'log';
  return action === 'SCMP_ACT_NOTIFY' ? 'agent' : action === 'SCMP_ACT_TRACE' ? 'tracer' : 'none';
}

/** Whether and where a call is seen, and how to see it where it isn't; nothing of what simply runs. */
export function loggingLine(verdict: CallVerdict, profile: ProfileModel): Markdown | undefined {
  switch (loggingOf(verdict, profile)) {
    case 'log':
      return md`Logged: as ${code('type=SECCOMP')} in ${code('/var/log/audit/audit.log')} where auditd runs, else as ${code('audit: type=1326')} in the kernel log (${code('journalctl -k')}), unless ${code('kernel.seccomp.actions_logged')} leaves the action out.`;
    case 'agent':
      return md`Not logged by the kernel: the agent at ${code('listenerPath')} sees the call.`;
    case 'tracer':
      return md`Not logged by the kernel: only a tracer sees the call.`;
    default:
      return isAllowed(verdict)
        ? undefined
        : md`Not logged: the kernel logs this refusal only for a filter with ${code('SECCOMP_FILTER_FLAG_LOG')} in ${code('flags')}. To see all that a program calls, run it under a copy with ${code('SCMP_ACT_LOG')} as the default action (*Log what is not listed instead of refusing it…*), then read the log with ${code('confine observe')}.`;
  }
}
