/** Files to start from, and what the status item says of a file. */

import { counted, type Template } from '../../../core';
import { apparmorDefault, renderDefault } from '../../../knowledge';
import type { ApparmorPart } from '../policy/model';
import { profilesOf, writtenName } from '../policy/profiles';

const program = `abi <abi/4.0>,

include <tunables/global>

profile web /usr/bin/web flags=(complain) {
  include <abstractions/base>
  include <abstractions/nameservice-strict>

  # The program and what it reads.
  /usr/bin/web mr,
  /etc/web/** r,
  /usr/share/web/** r,

  # What it keeps.
  owner /var/lib/web/** rwk,
  /var/log/web/*.log a,

  network inet stream,
  network inet6 stream,

  include if exists <local/web>
}
`;

/** A container that needs little: the default's denials stay, what it opens wholesale is named instead. */
const container = `abi <abi/4.0>,

include <tunables/global>

profile web-container flags=(attach_disconnected, mediate_deleted) {
  include <abstractions/base>

  network inet stream,
  network inet6 stream,
  network unix,
  capability net_bind_service,

  # The image is read, its data directory is written.
  /** rmix,
  /srv/** rwk,
  /tmp/** rwk,

  deny @{PROC}/* w,
  deny @{PROC}/sysrq-trigger rwklx,
  deny @{PROC}/kcore rwklx,
  deny /sys/** wklx,
  deny /sys/firmware/** rwklx,
  deny /sys/kernel/security/** rwklx,
  deny mount,

  signal (receive) peer=unconfined,
  signal (receive) peer=runc,
  signal (receive) peer=crun,
  signal (send receive) peer=@{profile_name},
  ptrace (read readby) peer=@{profile_name},
}
`;

export const templates: readonly Template[] = [
  {
    title: 'AppArmor profile for a program',
    description: 'Starts in complain mode, to be filled from its log',
    fileName: 'web',
    languageId: 'apparmor',
    text: program,
  },
  {
    title: 'AppArmor profile for a container',
    description: 'Tighter than the runtime default: reads the image, writes its data',
    fileName: 'web-container',
    languageId: 'apparmor',
    text: container,
  },
  {
    title: "Docker's default AppArmor profile",
    description: 'With the reason for each rule, to be adapted under another name',
    fileName: 'docker-custom',
    languageId: 'apparmor',
    get text() {
      return renderDefault({ ...apparmorDefault('docker'), name: 'docker-custom' });
    },
  },
];

/** `web · complain`, `3 profiles`, `fragment`. */
export function describe(part: ApparmorPart): string {
  const own = profilesOf(part).filter(({ item, fullName }) => !item.site && !fullName.includes('//'));
  if (own.length === 0) return part.fragment ? 'fragment, included by profiles' : 'no profile';
  const [first] = own;
  if (own.length > 1 || !first) return counted(own.length, 'profile');
  const mode = first.profile.flags?.words.find((word) => /^(?:complain|kill|unconfined|prompt|default_allow)$/.test(word.raw))?.raw;
  return `${writtenName(part, first)} · ${mode ?? 'enforce'}`;
}
