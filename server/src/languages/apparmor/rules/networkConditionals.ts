import { manual, parserSource, refusal } from './refusal';

export const networkConditionals = refusal({
  code: 'apparmor/network-conditionals',
  title: 'Network family without address conditionals',
  why: `\`ip=\`, \`port=\` and their like exist for \`inet\` and \`inet6\`; apparmor_parser refuses them with other families.`,
  sources: [manual, parserSource('network.cc')],
  example: { bad: 'profile web {\n  network netlink ip=127.0.0.1,\n}\n', good: 'profile web {\n  network inet ip=127.0.0.1,\n}\n' },
  message: ({ word }) => `${word} has no addresses or ports, so apparmor_parser refuses these conditionals.`,
});
