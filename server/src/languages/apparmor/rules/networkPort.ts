import { refusal } from './refusal';

export const networkPort = refusal({
  code: 'apparmor/network-port',
  since: 'AppArmor 4.0',
  title: 'Not a port',
  why: `\`port=\` takes a number up to 65535 or a range \`from-to\` without blanks; names of services are refused.`,
  example: { bad: 'profile web {\n  network bind inet port=70000,\n}\n', good: 'profile web {\n  network bind inet port=7000,\n}\n' },
  message: ({ word }) => `${word} is no port or range of ports up to 65535.`,
});
