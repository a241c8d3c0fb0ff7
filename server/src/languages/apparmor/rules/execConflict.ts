import { counted } from '../../../core';
import { manual, refusal } from './refusal';

export const execConflict = refusal({
  code: 'apparmor/exec-conflict',
  title: 'Conflicting exec modes for one path',
  why: `For each path there must be one way to execute it; when two rules of a profile match the same path and disagree, apparmor_parser stops with "conflicting x modifiers" and names no line.

A path without wildcards wins over a pattern, so an exact rule may differ from a pattern that covers it. Two patterns that overlap may not disagree, and \`px\` and \`Px\` differ.`,
  sources: [
    manual,
    { title: 'AppArmor, parser/libapparmor_re', url: 'https://gitlab.com/apparmor/apparmor/-/tree/master/parser/libapparmor_re' },
  ],
  example: {
    bad: 'profile web {\n  /usr/bin/* ix,\n  /usr/*/logger px,\n}\n',
    good: 'profile web {\n  /usr/bin/* ix,\n  /usr/bin/logger px,\n}\n',
  },
  message: ({ mode, against, path, otherPath, more }) =>
    more === undefined
      ? `${mode} contradicts ${against} for ${path === otherPath ? 'the same path' : `${otherPath}, which can match the same path`}.`
      : `${mode} contradicts ${against} for ${otherPath}${more ? ` and for ${counted(more, 'more rule')} that can match the same paths` : ''}.`,
});
