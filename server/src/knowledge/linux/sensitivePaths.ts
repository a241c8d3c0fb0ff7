/**
 * Paths that give away more than a file: this project's judgment, with what each of them leads to.
 *
 * $source proc(5), file-hierarchy(7), core(5), cgroups(7), and the documentation of each program that reads the file
 * $version man-pages 6.03
 * $checked 2026-11-30
 */

export interface SensitivePath {
  readonly kind: 'programs' | 'kernel-settings' | 'memory' | 'runtime-socket' | 'secrets' | 'start-up' | 'confinement';
  /** The access that gives it away. */
  readonly access: 'read' | 'write';
  /** One sentence. */
  readonly why: string;
  /** Typical paths: a rule that matches one of them opens the whole kind. */
  readonly samples: readonly string[];
}

export const sensitivePaths: readonly SensitivePath[] = [
  {
    kind: 'programs',
    access: 'write',
    why: 'A program that can replace programs or libraries runs code in every process that uses them, confined or not.',
    samples: [
      '/usr/bin/env',
      '/usr/sbin/init',
      '/bin/sh',
      '/sbin/init',
      '/usr/lib/os-release.so',
      '/lib/ld-linux.so.2',
      '/usr/local/bin/tool',
    ],
  },
  {
    kind: 'kernel-settings',
    access: 'write',
    why: 'Settings here name programs that the kernel starts as root, outside of every container and profile.',
    samples: [
      '/proc/sys/kernel/core_pattern',
      '/proc/sys/kernel/modprobe',
      '/proc/sysrq-trigger',
      '/sys/kernel/uevent_helper',
      '/sys/fs/cgroup/release_agent',
      '/sys/fs/cgroup/memory/release_agent',
    ],
  },
  {
    kind: 'memory',
    access: 'read',
    why: 'The memory of the machine or its raw disks can be read, with every secret in them.',
    samples: ['/dev/mem', '/dev/kmem', '/proc/kcore', '/dev/sda', '/dev/nvme0n1', '/dev/dm-0'],
  },
  {
    kind: 'runtime-socket',
    access: 'write',
    why: 'The socket of a container runtime takes orders to start containers, privileged ones too: it is root on the host.',
    samples: [
      '/run/docker.sock',
      '/var/run/docker.sock',
      '/run/containerd/containerd.sock',
      '/run/crio/crio.sock',
      '/var/run/crio/crio.sock',
      '/run/podman/podman.sock',
    ],
  },
  {
    kind: 'secrets',
    access: 'read',
    why: 'Password hashes or private keys can be read.',
    samples: ['/etc/shadow', '/etc/gshadow', '/root/.ssh/id_ed25519', '/home/user/.ssh/id_ed25519', '/etc/ssh/ssh_host_ed25519_key'],
  },
  {
    kind: 'start-up',
    access: 'write',
    why: 'These files say what the system runs, mostly as root, so a process that writes them leaves its confinement later.',
    samples: [
      '/etc/cron.d/job',
      '/etc/crontab',
      '/var/spool/cron/crontabs/root',
      '/etc/systemd/system/x.service',
      '/etc/ld.so.preload',
      '/etc/profile.d/x.sh',
      '/root/.bashrc',
    ],
  },
  {
    kind: 'confinement',
    access: 'write',
    why: 'The AppArmor policy itself can be replaced through this path.',
    samples: ['/etc/apparmor.d/usr.bin.x', '/sys/kernel/security/apparmor/.replace', '/sys/kernel/security/apparmor/.load'],
  },
];
