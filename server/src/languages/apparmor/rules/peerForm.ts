import { conditionAt, refusal, replace } from './refusal';

export const peerForm = refusal({
  code: 'apparmor/peer-form',
  title: 'peer=( ) where peer= is expected',
  why: `signal and ptrace take \`peer=name\`; the form with parentheses is for network, unix and dbus.`,
  example: { bad: 'profile web {\n  ptrace read peer=(label=web),\n}\n', good: 'profile web {\n  ptrace read peer=web,\n}\n' },
  message: ({ verb }) => `${verb} takes peer=name without parentheses.`,
  fixes: (place, _, { text }) => {
    const whole = conditionAt(text, place.start);
    const label = /\(\s*label\s*=\s*("[^"]*"|[^\s,()]+)\s*\)$/.exec(text.slice(whole.start, whole.end))?.[1];
    return [label === undefined ? undefined : replace(whole, `peer=${label}`)];
  },
});
