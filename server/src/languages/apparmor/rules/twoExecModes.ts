import { type Span, span } from '../../../core';
import { refusal, remove } from './refusal';

export const twoExecModes = refusal({
  code: 'apparmor/two-exec-modes',
  title: 'Two ways to execute in one rule',
  why: `A rule decides one way to execute its path; apparmor_parser refuses two different ones, \`px\` and \`Px\` included.`,
  example: { bad: 'profile web {\n  /usr/bin/logger pxix,\n}\n', good: 'profile web {\n  /usr/bin/logger px,\n}\n' },
  message: ({ mode, against }) => `${mode} contradicts ${against} before it: a rule has one way to execute.`,
  fixes: (place, { mode, against }, { text }) => {
    const first = text.lastIndexOf(against, place.start - 1);
    const other = span(first, first + against.length);
    const keep = (name: string, gone: Span) => ({ ...remove(gone, `Keep ${name}`), safe: false });
    return [keep(against, place), first >= 0 ? keep(mode, other) : undefined];
  },
});
