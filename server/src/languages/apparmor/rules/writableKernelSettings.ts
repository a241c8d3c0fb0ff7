import { giveaway } from './giveaway';

export const writableKernelSettings = giveaway({
  code: 'apparmor/writable-kernel-settings',
  kind: 'kernel-settings',
  title: 'Settings of the kernel that run programs can be written',
  severity: 'warning',
  // Version 2, which systems run since about 2021, has no release_agent.
  severityOf: ({ opened }) => (opened?.samples.every((sample) => sample.startsWith('/sys/fs/cgroup/')) ? 'information' : 'warning'),
  why: `The kernel runs the programs named in files such as \`/proc/sys/kernel/core_pattern\` or the \`release_agent\` of a cgroup (version 1) as root on the host, outside of every container and profile.

Writing one of them is the classic way out of a container (CVE-2022-0492 for \`release_agent\`). Allow the single settings that the program changes, such as \`@{PROC}/sys/net/ipv4/ip_forward\`.`,
  sources: [{ title: 'core(5)', url: 'https://man7.org/linux/man-pages/man5/core.5.html' }],
  example: {
    bad: 'profile web {\n  /proc/sys/** rw,\n}\n',
    good: 'profile web {\n  /proc/sys/** r,\n}\n',
  },
  note: 'Settings that the program changes there have to be named one by one.',
});
