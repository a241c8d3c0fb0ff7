import { parserSource, refusal } from './refusal';

export const mountEncoding = refusal({
  code: 'apparmor/mount-encoding',
  title: 'A mount rule that matches no kind of mount',
  why: `The kernel tells new mounts, bind mounts, moves, remounts and changes of propagation apart, and a rule must fit one of them; otherwise apparmor_parser stops with "Encoding of mount rule failed" and no line.

Propagation flags and remount take no source (\`mount options=private -> /mnt,\`); bind, move and propagation take no fstype.`,
  sources: [parserSource('mount.cc')],
  example: {
    bad: 'profile web {\n  mount options=private /srv/ -> /mnt/,\n}\n',
    good: 'profile web {\n  mount options=private -> /mnt/,\n}\n',
  },
  message: ({ reason }) =>
    reason === 'fstype'
      ? 'Only a new mount has a file system type, so with these options apparmor_parser cannot encode the rule.'
      : reason === 'remount'
        ? 'A remount has no source, so apparmor_parser cannot encode the rule.'
        : 'A change of propagation has no source, so apparmor_parser cannot encode the rule.',
});
