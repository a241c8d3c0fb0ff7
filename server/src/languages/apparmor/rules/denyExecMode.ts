import { refusal, replace } from './refusal';

export const denyExecMode = refusal({
  code: 'apparmor/deny-exec-mode',
  title: 'deny with a way to execute',
  why: `What is denied needs no way to be executed: a \`deny\` rule takes bare \`x\` only, and \`deny file,\` is refused because \`file\` implies \`ix\`.

apparmor_parser says "'x' must not be preceded by exec qualifier".`,
  example: { bad: 'profile web {\n  deny /usr/bin/su px,\n}\n', good: 'profile web {\n  deny /usr/bin/su x,\n}\n' },
  message: ({ mode }) =>
    mode === undefined
      ? 'deny file is refused, because file implies ix; deny the permissions that are meant.'
      : `A deny rule takes x alone, not ${mode}.`,
  fixes: (place, { mode }) => (mode === undefined ? [] : [replace(place, 'x')]),
});
