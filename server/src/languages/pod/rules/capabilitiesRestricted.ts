import { podWith } from './example';
import { standardRule } from './standardRule';

export const capabilitiesRestricted = standardRule({
  control: 'capabilities_restricted',
  code: 'pod/capabilities-restricted',
  title: 'Capabilities are not dropped',
  file: 'check_capabilities_restricted.go',
  why: `A container that does not say \`drop: ["ALL"]\` keeps the runtime’s default set, for root and for every process that becomes root. Restricted (from policy v1.22) requires exactly the word \`ALL\`, in capitals, and lets only \`NET_BIND_SERVICE\` be added back.`,
  sources: [{ title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  capabilities:\n    drop: [NET_RAW]' }),
    good: podWith({ container: 'securityContext:\n  capabilities:\n    drop: [ALL]' }),
  },
  fix: ({ changes }) => (changes[0]?.kind === 'remove' ? 'Remove the capability' : 'Set capabilities.drop: ["ALL"]'),
});
