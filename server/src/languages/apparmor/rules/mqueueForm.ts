import { manual, parserSource, refusal } from './refusal';

export const mqueueForm = refusal({
  code: 'apparmor/mqueue-form',
  since: 'AppArmor 4.0',
  title: 'Invalid name of an mqueue rule',
  why: `A POSIX queue has a name that starts with \`/\`, a System V queue a number, and \`type=\` says \`posix\` or \`sysv\`; apparmor_parser refuses anything else.`,
  sources: [manual, parserSource('mqueue.cc')],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  mqueue type=posix queue,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  mqueue type=posix /queue,\n}\n',
  },
  message: (problem) =>
    problem.reason === 'type'
      ? `${problem.word} is no kind of message queue: posix or sysv.`
      : problem.reason === 'mismatch'
        ? `${problem.word} is no name of a ${problem.against} queue.`
        : `${problem.word} is neither a POSIX queue (/name) nor a System V queue (a number).`,
});
