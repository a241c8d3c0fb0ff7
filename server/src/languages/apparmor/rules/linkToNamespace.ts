import { refusal } from './refusal';

export const linkToNamespace = refusal({
  code: 'apparmor/link-to-namespace',
  title: 'A link to a namespace',
  why: `The target of a link is a path; a name such as \`:ns:x\` is refused there.`,
  example: { bad: 'profile web {\n  l /run/web.lock -> :guest:web,\n}\n', good: 'profile web {\n  l /run/web.lock -> /run/web/lock,\n}\n' },
  message: (_, text) => `${text} names a profile, but the target of a link is a path.`,
});
