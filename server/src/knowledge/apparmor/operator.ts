/**
 * What the Security Profiles Operator makes of an AppArmorProfile object, and what it refuses.
 *
 * $source https://github.com/kubernetes-sigs/security-profiles-operator/blob/v1.0.0/internal/pkg/daemon/apparmorprofile/crd2armor/crd2armor.go
 * $version Security Profiles Operator 1.0.0
 * $checked 2026-11-30
 */

/** Denied in every profile that enforces. */
export const operatorDenies: readonly string[] = [
  '@{PROC}/* w',
  '@{PROC}/{[^1-9],[^1-9][^0-9],[^1-9s][^0-9y][^0-9s],[^1-9][^0-9][^0-9][^0-9]*}/** w',
  '@{PROC}/sys/[^k]** w',
  '@{PROC}/sys/kernel/{?,??,[^s][^h][^m]**} w',
  '@{PROC}/sysrq-trigger rwklx',
  '@{PROC}/mem rwklx',
  '@{PROC}/kmem rwklx',
  '@{PROC}/kcore rwklx',
  '/sys/firmware/efi/efivars/** rwklx',
];

/** Programs and kinds of rules that a profile gets with the capability sys_rawio. */
export const operatorRawIo = {
  capability: 'sys_rawio',
  programs: ['/sbin/fsck', '/sbin/fsck.ext4'],
  rules: ['mount', 'remount', 'umount'],
};

/** What a path may be; a `ptrace` rule is what its recorder writes. */
export const operatorPath = /^(?:\/[a-zA-Z0-9_./*?+@{} -]*|ptrace\s*\([a-zA-Z]+\),(?:\s*#.*)?)$/;

export const operatorName = /^[a-zA-Z0-9_./-]+$/;
