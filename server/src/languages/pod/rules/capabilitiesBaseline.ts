import { podWith } from './example';
import { standardRule } from './standardRule';

export const capabilitiesBaseline = standardRule({
  control: 'capabilities_baseline',
  code: 'pod/capabilities-baseline',
  title: 'A capability that the baseline level refuses',
  file: 'check_capabilities_baseline.go',
  why: `Most capabilities beyond the default set act on the node, or open parts of the kernel that have led to escapes. Baseline allows adding the thirteen that runtimes give by default,
but for \`NET_RAW\`, which forges packets on the pod network. Names are written without \`CAP_\` and in capitals: \`CAP_CHOWN\` and \`chown\` are refused too.`,
  sources: [{ title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE, SYS_ADMIN]' }),
    good: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]' }),
  },
  fix: () => 'Remove the capability',
});
