import { span } from '../../../core';
import { giveaway } from './giveaway';

export const unlimitedPtrace = giveaway({
  code: 'apparmor/unlimited-ptrace',
  kind: 'ptrace',
  title: 'Unlimited ptrace: every process may be traced',
  severity: 'information',
  why: `A tracer reads and changes the memory and registers of the traced process, so tracing one that is not confined is the same as not being confined.

The kernel still requires the same user or \`sys_ptrace\`, and Yama may require more. Name the profiles that may be traced; for the program and its own children that is \`peer=@{profile_name}\`.`,
  sources: [{ title: 'ptrace(2)', url: 'https://man7.org/linux/man-pages/man2/ptrace.2.html' }],
  example: {
    bad: 'profile debugger {\n  ptrace trace,\n}\n',
    good: 'profile debugger {\n  ptrace trace peer=@{profile_name},\n}\n',
  },
  note: 'Only processes under the same profile can be traced.',
  fix(_, { rule, start }) {
    if (rule.verb !== 'ptrace') return undefined;
    const peer = rule.conditions.find(({ name }) => name.raw === 'peer')?.values[0];
    if (peer) {
      const place = span(start + peer.span.start, start + peer.span.end);
      return { title: 'Write peer=@{profile_name}…', edits: [{ span: place, text: '@{profile_name}' }] };
    }
    const end = start + rule.span.end - (rule.problems.length === 0 ? 1 : 0);
    return { title: 'Add peer=@{profile_name}…', edits: [{ span: span(end, end), text: ' peer=@{profile_name}' }] };
  },
});
