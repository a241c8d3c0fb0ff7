/**
 * What AppArmor's own tunables define, in a line each.
 *
 * $source upstream profiles/apparmor.d/tunables
 * $version AppArmor 6.0.0-alpha1
 * $checked 2026-11-30
 */

import { lazy } from '../lazy';

export const tunableHelp = lazy(
  () =>
    new Map(
      Object.entries({
        alias: "The site's aliases.",
        apparmorfs: 'Defines `@{apparmorfs}`.',
        dovecot: 'Defines `@{DOVECOT_MAILSTORE}`.',
        etc: 'Defines `@{etc_ro}` and `@{etc_rw}`.',
        global: 'All tunables that profiles rely on: `@{PROC}`, `@{HOME}`, `@{run}`, `@{multiarch}` and more.',
        gs: 'Defines `@{gs_file_ext}`.',
        home: 'Defines `@{HOME}` and `@{HOMEDIRS}`.',
        'home.d': "The site's home directories.",
        kernelvars: 'Defines `@{pid}`, `@{pids}`, `@{tid}`, `@{uid}` and `@{uids}`.',
        multiarch: 'Defines `@{multiarch}`.',
        'multiarch.d': "The site's architectures.",
        ntpd: 'Defines `@{NTPD_DEVICE}`.',
        'print-devices': 'Defines `@{print_devices}`.',
        proc: 'Defines `@{PROC}`.',
        run: 'Defines `@{run}`.',
        rygel: 'Defines `@{rygel_media_dirs}`.',
        securityfs: 'Defines `@{securityfs}`.',
        share: 'Defines `@{system_share_dirs}` and `@{user_share_dirs}`.',
        sys: 'Defines `@{sys}`.',
        system: 'Defines patterns of digits and random strings, such as `@{int}`, `@{hex}` and `@{rand6}`, and `@{pci_bus}`.',
        'xdg-user-dirs': 'Defines the user folders of XDG, such as `@{XDG_DOWNLOAD_DIR}`.',
        'xdg-user-dirs.d': "The site's XDG user directories.",
      }),
    ),
);
