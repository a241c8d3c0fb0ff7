/** AppArmor profiles. */

import { enter, type TypedFile } from './typedFile';

export const apparmorFiles: readonly TypedFile[] = [
  {
    name: 'AppArmor profile',
    path: 'apparmor.d/typed',
    languageId: 'apparmor',
    text: `abi <abi/4.0>,

include <tunables/global>

@{SITE} = /srv/shop

profile shop /usr/sbin/shop flags=(attach_disconnected) {
  include <abstractions/base>

  capability chown,
  capability net_bind_service,
  network inet stream,
  signal (send, receive) peer=shop,

  /usr/sbin/shop mr,
  @{SITE}/{static,media}/** r,
  owner /var/log/shop/*.log rw,
  deny /etc/shadow r, # never
  /usr/bin/convert rCx -> convert,

  profile convert {
    include <abstractions/base>

    /usr/bin/convert mr,
  }
}
`,
    edits: [
      {
        title: 'append a capability',
        after: 'capability chown,',
        keys: [enter, 'capability setuid,'],
        becomes: 'capability chown,\n  capability setuid,',
        before: '\n  capability net',
      },
      {
        title: 'append a rule',
        after: '*.log rw,',
        keys: [enter, '/run/shop.sock rw,'],
        becomes: '*.log rw,\n  /run/shop.sock rw,',
        before: '\n  deny',
      },
      {
        title: 'delete and retype a word',
        after: 'network inet',
        keys: [...Array.from({ length: 4 }, () => ['Backspace'] as const), 'inet6'],
        becomes: 'network inet6',
        before: ' stream,',
      },
    ],
  },
];
