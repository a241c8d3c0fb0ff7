import { refusal } from './refusal';

export const networkAddress = refusal({
  code: 'apparmor/network-address',
  since: 'AppArmor 4.0',
  title: 'Not an address',
  why: `\`ip=\` takes one IPv4 or IPv6 address or \`none\`; ranges, prefixes and names are refused.`,
  example: {
    bad: 'profile web {\n  network connect inet peer=(ip=10.0.0.300),\n}\n',
    good: 'profile web {\n  network connect inet peer=(ip=10.0.0.3),\n}\n',
  },
  message: ({ word }) => `${word} is no IPv4 or IPv6 address, so apparmor_parser refuses it.`,
});
