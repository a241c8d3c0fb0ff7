import { manual, parserSource, refusal, removeWord } from './refusal';

export const peerAccess = refusal({
  code: 'apparmor/peer-access',
  title: 'Access without a peer',
  why: `\`create\`, \`bind\`, \`listen\`, \`shutdown\`, \`getattr\`, \`setattr\`, \`getopt\` and \`setopt\` concern the process's own socket alone; apparmor_parser refuses them in a rule with \`peer=( )\`. Split the rule in two.`,
  sources: [manual, parserSource('network.cc'), parserSource('af_unix.cc')],
  example: { bad: 'profile web {\n  unix bind peer=(label=web),\n}\n', good: 'profile web {\n  unix peer=(label=web),\n}\n' },
  message: ({ word }) => `${word} concerns no peer, so apparmor_parser refuses it together with peer=( ).`,
  fixes: (place, _, { text }) => [removeWord(text, place)],
});
