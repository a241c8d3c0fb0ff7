import type { Target } from '../../../core';

/**
 * Why a default changed, from the commit that changed it.
 *
 * $source the `source` of each row
 * $checked 2026-11-30
 */
export interface HistoryReason {
  readonly target: Target;
  /** The first release of each line. */
  readonly since: readonly string[];
  readonly calls: readonly string[];
  /** In a few words: `AF_ALG, CVE-2026-31431`. */
  readonly what: string;
  /** The change closes something that an attacker uses. */
  readonly security: boolean;
  readonly source: string;
}

export const historyReasons: readonly HistoryReason[] = [
  {
    target: 'docker',
    since: ['29.4.2'],
    calls: ['socket'],
    what: 'AF_ALG, CVE-2026-31431',
    security: true,
    source: 'https://github.com/moby/profiles/commit/dec315c',
  },
  {
    target: 'containerd',
    since: ['2.3.1', '2.2.4', '2.0.9', '1.7.32'],
    calls: ['socket'],
    what: 'AF_ALG, CVE-2026-31431',
    security: true,
    source: 'https://github.com/containerd/containerd/commit/4d80a31bf',
  },
  {
    target: 'docker',
    since: ['25.0.0'],
    calls: ['io_uring_enter', 'io_uring_register', 'io_uring_setup'],
    what: 'io_uring',
    security: true,
    source: 'https://github.com/moby/moby/commit/891241e7e7',
  },
  {
    target: 'docker',
    since: ['23.0.0', '20.10.22'],
    calls: ['socket'],
    what: 'AF_VSOCK',
    security: true,
    source: 'https://github.com/moby/moby/commit/57b229012a',
  },
  {
    target: 'docker',
    since: ['20.10.10'],
    calls: ['clone3'],
    what: 'clone3 answered ENOSYS for glibc 2.34',
    security: false,
    source: 'https://github.com/moby/moby/commit/9f6b562dd1',
  },
  {
    target: 'docker',
    since: ['19.03.0'],
    calls: ['ptrace'],
    what: 'ptrace from Linux 4.8 on',
    security: false,
    source: 'https://github.com/moby/moby/commit/1124543ca8',
  },
];
