/**
 * What AppArmor's own abstractions open, from their rules.
 *
 * $source upstream profiles/apparmor.d/abstractions
 * $version AppArmor 6.0.0-alpha1
 * $checked 2026-11-30
 */

import { lazy } from '../lazy';

export interface AbstractionHelp {
  /** What the rules allow, in a line. */
  readonly opens: string;
  /** What a reviewer would stop at, in a sentence. */
  readonly risk?: string;
}

type AbstractionEntry = readonly [opens: string, risk?: string];

export const abstractionHelp = lazy(
  (): ReadonlyMap<string, AbstractionHelp> =>
    new Map(
      Object.entries({
        X: [
          'The display and session sockets of X11, authority files, keyboard and cursor data, the graphics devices.',
          'A client of an X server reads the keys and windows of the others.',
        ],
        alts: ['The command `alts` of openSUSE and the alternatives that it chooses from.'],
        'apache2-common': ['What each hat of Apache needs: signals of the server, TCP, `.htaccess` anywhere, changing its own hat.'],
        apparmor_api: ['A folder: all parts of the interface of AppArmor in the kernel.'],
        'apparmor_api/change_profile': ['Asking the kernel for another profile, now or at the next exec.'],
        'apparmor_api/examine': ['Reading under which profile any process runs.'],
        'apparmor_api/find_mountpoint': ["Finding where AppArmor's file system is mounted."],
        'apparmor_api/introspect': ['Reading under which profile the process itself runs.'],
        'apparmor_api/is_enabled': ['Finding out whether AppArmor is enabled.'],
        aspell: ['Dictionaries of aspell, and the word lists of the user.'],
        audio: [
          'Sound: ALSA and OSS devices, PulseAudio, the client settings of PipeWire.',
          'A program that opens the sound devices can record.',
        ],
        authd: ['The socket of authd for looking up users.'],
        authentication: [
          'Checking passwords: PAM modules and settings, /etc/shadow, unix_chkpwd, and the lookups of Kerberos, NIS, Samba and winbind.',
          'It reads the password hashes and the key table of Kerberos.',
        ],
        base: [
          "What almost every program needs: libraries, locale, time zone, /dev/null, random numbers, the system's log, signals and sockets within the profile; files below ~/.Private, executing included.",
        ],
        bash: [
          'Start-up files, history and completion of bash; running `ls` and `dircolors`.',
          'The history of the user is readable and writable.',
        ],
        consoles: [
          'Reading and writing the console, the own terminal and pseudo terminals.',
          'Terminals of other sessions of the same user are open too.',
        ],
        crypto: ['System-wide settings of cryptographic libraries, revocation data included.'],
        'cups-client': ['Printing through CUPS: its socket and client settings.'],
        dbus: [
          'The whole system bus, any message in both directions.',
          'Services on the system bus do privileged work for every caller that may send messages.',
        ],
        'dbus-accessibility': [
          'The whole accessibility bus, any message in both directions.',
          'Accessibility reads and drives the windows of other programs.',
        ],
        'dbus-accessibility-strict': ['Connecting to the accessibility bus; messages need rules of their own.'],
        'dbus-network-manager-strict': ['Asking NetworkManager for devices and connections, without changing them.'],
        'dbus-session': [
          'The whole session bus, any message in both directions, and starting one with dbus-launch.',
          'Other programs of the session can be asked to run commands.',
        ],
        'dbus-session-strict': ['Connecting to the session bus; messages need rules of their own.'],
        'dbus-strict': ['Connecting to the system bus; messages need rules of their own.'],
        dconf: ['Reading settings of the user from dconf and telling it of changes.'],
        'devices-usb': [
          'Reading and writing USB devices.',
          'A program that writes USB devices controls security keys and disks without their drivers.',
        ],
        'devices-usb-read': ['Reading USB devices and what sysfs and udev say of them.'],
        'dovecot-common': ['What the programs of Dovecot share: its settings, the statistics socket, changing the group.'],
        'dri-common': ['Direct rendering: the graphics devices, their drivers and settings.'],
        'dri-enumerate': ['Finding out which graphics devices there are.'],
        enchant: ['Spell checking through enchant and the dictionaries of its back ends.'],
        'exo-open': ['Opening files and links with exo-open of Xfce.'],
        fcitx: ['The fcitx input method, any message on its bus.'],
        'fcitx-strict': ['Connecting to the fcitx input method and typing through it.'],
        fonts: ['Reading fonts of the system and the user; writing the font cache.'],
        'freedesktop.org': ['Desktop entries, icons and MIME types; writing the list of recently used files.'],
        frr: [
          'What the daemons of FRRouting share: all of the network, their settings, logs and sockets.',
          'It allows every network access and the capabilities dac_override, chown and setuid.',
        ],
        'frr-snmp': ['SNMP for the daemons of FRRouting.'],
        'gio-open': ['Opening files and links with gio.'],
        glycin: ['Image loaders of GNOME, run by bubblewrap in a namespace of their own.'],
        gnome: [
          'What GNOME programs use: X11, Wayland, OpenGL, Vulkan, GTK, fonts, temporary files, caches.',
          'It includes X and user-tmp.',
        ],
        gnupg: ['Key rings, trust data and options of GnuPG of the user.', 'The older secret key ring is readable.'],
        golang: ['What the Go runtime reads about control groups and mounts.'],
        groff: ['Running groff and its helpers.'],
        gtk: ['Themes and settings of GTK; writing its caches and the settings of file dialogs.'],
        'gvfs-open': ['Opening files and links with gvfs-open.'],
        hosts_access: ['The access lists of TCP wrappers.'],
        ibus: ['Connecting to the ibus input method.'],
        kde: ['What KDE programs use: X11, Qt, fonts, temporary files, their settings and caches.', 'It includes X and user-tmp.'],
        'kde-globals-write': ['Writing the global settings of KDE.'],
        'kde-icon-cache-write': ['Writing the icon cache of KDE.'],
        'kde-language-write': ['Writing the language settings of KDE programs.'],
        'kde-open5': ['Opening files and links with kde-open5, with all that KDE programs use and name lookups.'],
        kerberosclient: [
          'Kerberos: its libraries, settings, key tables and the ticket caches of all users below /tmp.',
          'Key tables and tickets replace passwords.',
        ],
        ldapclient: [
          'LDAP clients: settings, certificates, the socket of nslcd, /etc/ldap.secret.',
          "The password of the directory's administrator is readable.",
        ],
        libnuma: ['What libnuma reads about memory nodes.'],
        'libpam-systemd': ['Opening and closing login sessions with systemd-logind.'],
        likewise: ['Looking up users through Likewise.'],
        mdns: ['Multicast DNS lookups through mdnsd.'],
        mesa: ['Mesa: the graphics devices, settings, its shader cache.'],
        mir: ['Libraries of the Mir display server.'],
        mozc: ['Connecting to the mozc input method.'],
        mysql: ['The sockets of local MySQL and MariaDB servers, and character sets.'],
        nameservice: [
          'Looking up users, groups and host names in files and by DNS, NIS, LDAP, winbind, Kerberos, mDNS; TCP and UDP over IPv4 and IPv6.',
          'It allows every TCP and UDP connection, not lookups alone.',
        ],
        'nameservice-strict': ['Looking up users, groups and hosts in local files and by systemd; no network access.'],
        nis: ['NIS: the binding files, and the capability net_bind_service.'],
        'nss-systemd': ['Looking up users through systemd.'],
        nvidia: ['The devices, caches and settings of the NVIDIA driver; the capability ipc_lock.'],
        opencl: ['OpenCL on whatever hardware there is.'],
        'opencl-common': ['What all OpenCL implementations share.'],
        'opencl-intel': ['OpenCL on Intel graphics, with X11.'],
        'opencl-mesa': ['OpenCL through Mesa.'],
        'opencl-nvidia': ['OpenCL on NVIDIA graphics; nvidia-modprobe loads the driver.'],
        'opencl-pocl': ['OpenCL on the processor; clang and the linker run in child profiles.'],
        opengl: ['OpenGL through Mesa or the NVIDIA driver.'],
        openssl: ['Settings of OpenSSL and its engines.'],
        orbit2: ['Modules of the CORBA library of old GNOME programs.'],
        'p11-kit': ['PKCS#11 modules, their settings, and the key ring of the session.', 'The key ring of the session can be used.'],
        perl: ['Modules of Perl, and running the interpreter in the same profile.'],
        php: ['PHP: extensions, settings and session files.'],
        'php-worker': ['A worker of php-fpm: PHP and signals of the server.'],
        php5: ['The older name of `php`.'],
        'postfix-common': [
          'What the programs of Postfix share: settings, maps, libraries, the capabilities setuid, setgid and sys_chroot.',
        ],
        'private-files': [
          'Denies hidden files of users that run commands or keep a history: shell history and start-up files, autostart, ~/bin, mail of mutt and fetchmail.',
        ],
        'private-files-strict': ['Denies more: keys of SSH, GnuPG and AWS, key rings and wallets, browsers, Thunderbird and Evolution.'],
        'psi-read': ['Reading pressure stall information.'],
        'psi-read-poll': ['Reading and watching pressure stall information.'],
        python: ['Modules and byte code of Python; not running it.'],
        qt5: ['Plug-ins, modules, translations and settings of Qt 5.'],
        'qt5-compose-cache-write': ['Writing the compose cache of Qt 5.'],
        'qt5-settings-write': ['Writing settings of Qt 5.'],
        qt6: ['Plug-ins, modules, translations and settings of Qt 6.'],
        'qt6-compose-cache-write': ['Writing the compose cache of Qt 6.'],
        'qt6-settings-write': ['Writing settings of Qt 6.'],
        'recent-documents-write': ["Writing KDE's list of recently used documents."],
        ruby: ['Modules and gems of Ruby 1.8 and 1.9.'],
        samba: [
          'What the programs of Samba share: settings, locks, logs, and writing all of /var/lib/samba.',
          'The password database of Samba is there.',
        ],
        'samba-rpcd': ['What the RPC services of Samba share, with setuid and name lookups.', 'It includes samba and nameservice.'],
        smbpass: ['Reading and writing the password databases of Samba.', 'Password hashes can be read and changed.'],
        snap_browsers: ['A child profile for starting browsers that are installed as snaps.'],
        ssl_certs: ["Reading certificates, those of Let's Encrypt and dehydrated too; no keys."],
        ssl_keys: [
          "Reading all of /etc/ssl, and private keys of Let's Encrypt, acme and dehydrated.",
          'Private keys of TLS servers are readable.',
        ],
        'svn-repositories': ['Reading and writing Subversion repositories below /srv/svn.'],
        terminfo: ['Descriptions of terminals.'],
        'transmission-common': ['What the programs of Transmission share, with TCP and UDP and name lookups.'],
        trash: ["Moving files to the user's trash."],
        'ubuntu-bittorrent-clients': ['Starting BitTorrent clients, in the child profile sanitized_helper.'],
        'ubuntu-browsers': ['Starting web browsers, in the child profile sanitized_helper.', 'That child profile confines little.'],
        'ubuntu-browsers.d': ['A folder: all parts for profiles of web browsers.', 'It includes user-files.'],
        'ubuntu-browsers.d/chromium-browser': ['All parts for web browsers, the files of the user included.', 'It includes user-files.'],
        'ubuntu-browsers.d/java': ['The Java plug-in of web browsers, in child profiles.'],
        'ubuntu-browsers.d/kde': ['What KDE programs use, for a web browser.'],
        'ubuntu-browsers.d/mailto': ['Starting mail programs from a web browser.'],
        'ubuntu-browsers.d/multimedia': ['Starting programs for pictures, sound and archives from a web browser.'],
        'ubuntu-browsers.d/plugins-common': ['What plug-ins of web browsers need: every library, and shells in the same profile.'],
        'ubuntu-browsers.d/productivity': ['Starting office programs from a web browser.'],
        'ubuntu-browsers.d/text-editors': ['Starting text editors from a web browser.'],
        'ubuntu-browsers.d/ubuntu-integration': ['Starting file managers and tools of Ubuntu from a web browser.'],
        'ubuntu-browsers.d/ubuntu-integration-xul': ['The download notifier of Firefox, in Python.'],
        'ubuntu-browsers.d/user-files': [
          "Reading all files of users but some private ones, writing the user's own; also below /media, /mnt and /srv.",
          'Nearly everything of the user is readable and writable.',
        ],
        'ubuntu-console-browsers': ['Starting web browsers for the terminal, in the child profile sanitized_helper.'],
        'ubuntu-console-email': ['Starting mail programs for the terminal, in the child profile sanitized_helper.'],
        'ubuntu-email': ['Starting mail programs, in the child profile sanitized_helper.'],
        'ubuntu-feed-readers': ['Starting feed readers, in the child profile sanitized_helper.'],
        'ubuntu-gnome-terminal': ['Running gnome-terminal in the same profile.'],
        'ubuntu-helpers': [
          'The child profile sanitized_helper for programs that have no profile: nearly all files and programs, the network, D-Bus.',
          'The child profile reads and writes nearly every file; only its environment is clean.',
        ],
        'ubuntu-konsole': ['Running konsole in the same profile, with the capability sys_ptrace.', 'sys_ptrace reads other processes.'],
        'ubuntu-media-players': ['Starting media players, in the child profile sanitized_helper.'],
        'ubuntu-unity7-base': ['What programs need under Unity 7: GNOME, menus, notifications.'],
        'ubuntu-unity7-launcher': ['Launcher entries under Unity 7.'],
        'ubuntu-unity7-messaging': ['The messaging menu under Unity 7.'],
        'ubuntu-xterm': ['Running xterm in the same profile, with all terminals.'],
        upki: ['Certificate revocation data.'],
        'user-download': ['Writing to the download and desktop folders, ~/tmp, and files that lie directly in the home folder.'],
        'user-mail': ["Reading and writing the user's mailboxes.", 'All mail of the user is readable.'],
        'user-manpages': ['Reading manual pages of the system and the user.'],
        'user-tmp': [
          'Reading and writing own files below /tmp, /var/tmp and ~/tmp.',
          'Temporary files of all programs of the user are open.',
        ],
        'user-write': [
          'Writing to the documents, desktop and public folders, and whatever lies directly in the home folder and is not hidden.',
        ],
        video: ['Video devices such as cameras.', 'Cameras can be used.'],
        vulkan: ['Vulkan drivers and layers, through Mesa or the NVIDIA driver.'],
        wayland: ['Connecting to a Wayland compositor.'],
        'web-data': ['Reading what web servers serve.'],
        winbind: ['Looking up users through winbind, the privileged pipe included.'],
        wutmp: ['Reading and writing the records of logins.', 'Traces of logins can be changed.'],
        xad: ['Libraries and keys of Novell XAD.'],
        'xdg-desktop': ["Making the user's cache, configuration and data folders."],
        'xdg-open': [
          "Opening files and links with xdg-open and what it calls, KDE's, GNOME's and Xfce's openers included.",
          'It includes kde-open5, and so X, D-Bus and TCP.',
        ],
      } satisfies Record<string, AbstractionEntry>).map(([name, [opens, risk]]: [string, AbstractionEntry]) => [
        name,
        { opens, ...(risk !== undefined && { risk }) },
      ]),
    ),
);
