/** Names of the include files and abis that AppArmor itself installs below /etc/apparmor.d (upstream profiles/apparmor.d, 6.0). */

import { lazy } from './lazy';

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

const abstractions = list(`
  X alts apache2-common apparmor_api aspell audio authd authentication base bash consoles crypto cups-client dbus
  dbus-accessibility dbus-accessibility-strict dbus-network-manager-strict dbus-session dbus-session-strict dbus-strict dconf
  devices-usb devices-usb-read dovecot-common dri-common dri-enumerate enchant exo-open fcitx fcitx-strict fonts freedesktop.org
  frr frr-snmp gio-open glycin gnome gnupg golang groff gtk gvfs-open hosts_access ibus kde kde-globals-write
  kde-icon-cache-write kde-language-write kde-open5 kerberosclient ldapclient libnuma libpam-systemd likewise mdns mesa mir mozc
  mysql nameservice nameservice-strict nis nss-systemd nvidia opencl opencl-common opencl-intel opencl-mesa opencl-nvidia
  opencl-pocl opengl openssl orbit2 p11-kit perl php php-worker php5 postfix-common private-files private-files-strict psi-read
  psi-read-poll python qt5 qt5-compose-cache-write qt5-settings-write qt6 qt6-compose-cache-write qt6-settings-write
  recent-documents-write ruby samba samba-rpcd smbpass snap_browsers ssl_certs ssl_keys svn-repositories terminfo
  transmission-common trash ubuntu-bittorrent-clients ubuntu-browsers ubuntu-browsers.d ubuntu-console-browsers
  ubuntu-console-email ubuntu-email ubuntu-feed-readers ubuntu-gnome-terminal ubuntu-helpers ubuntu-konsole ubuntu-media-players
  ubuntu-unity7-base ubuntu-unity7-launcher ubuntu-unity7-messaging ubuntu-xterm upki user-download user-mail user-manpages
  user-tmp user-write video vulkan wayland web-data winbind wutmp xad xdg-desktop xdg-open`);

const tunables = list(`
  alias apparmorfs dovecot etc global gs home home.d kernelvars multiarch multiarch.d ntpd print-devices proc run rygel
  securityfs share sys system xdg-user-dirs xdg-user-dirs.d`);

/** `abstractions/base`, `tunables/global`, …: a missing one says that AppArmor's own files are not within reach. */
export const shippedIncludes = lazy(
  () => new Set([...abstractions.map((name) => `abstractions/${name}`), ...tunables.map((name) => `tunables/${name}`)]),
);

export const shippedAbis = lazy(
  () => new Set(list('3.0 4.0 4.0-ip 5.0 5.0-interface kernel-5.4-vanilla kernel-5.4-outoftree-network').map((name) => `abi/${name}`)),
);
