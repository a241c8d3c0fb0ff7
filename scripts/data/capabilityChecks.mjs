// Writes server/src/knowledge/linux/data/capabilityChecks.json: which file of the kernel checks which capability, and in which user namespace.
//
//   node scripts/data/capabilityChecks.mjs KERNEL VERSION
//
// KERNEL is a folder with the sources of Linux, VERSION what they are, for example `Linux 6.12.117`. Only calls that name the capability count.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../../server/src/knowledge/linux/data/capabilityChecks.json', import.meta.url));
const [kernel, version] = process.argv.slice(2);
if (!version) {
  console.error('usage: node scripts/data/capabilityChecks.mjs KERNEL VERSION');
  process.exit(2);
}

/** What is not the kernel of an ordinary machine: drivers of devices, file systems of their own, other processors. */
const folders =
  'arch/x86/kernel block drivers/char drivers/rtc drivers/scsi/scsi_ioctl.c drivers/tty fs io_uring ipc kernel mm net security'.split(' ');

/** Functions that take a capability, by the user namespace in which they check it. */
const initial =
  'capable has_capability has_capability_noaudit netlink_capable sk_capable sockopt_capable smack_privileged bpf_token_capable';
const own =
  'ns_capable ns_capable_noaudit ns_capable_setid has_ns_capability has_ns_capability_noaudit file_ns_capable capable_wrt_inode_uidgid ' +
  'netlink_ns_capable netlink_net_capable sk_ns_capable sk_net_capable sockopt_ns_capable cap_capable security_capable policy_ns_capable map_write';
const checkOf = new Map([...initial.split(' ').map((name) => [name, 'initial']), ...own.split(' ').map((name) => [name, 'own'])]);

/** Functions whose name says the capability. */
const named = { bpf_capable: 'BPF', perfmon_capable: 'PERFMON', checkpoint_restore_ns_capable: 'CHECKPOINT_RESTORE' };

const call = /\b(\w*(?:capab|privileged|map_write)\w*)\s*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;

const found = new Map();
const add = (capability, check, file) => {
  const checks = found.get(capability) ?? { initial: new Set(), own: new Set() };
  checks[check].add(file);
  found.set(capability, checks);
};

for (const folder of folders)
  for (const file of filesOf(folder)) {
    const text = readFileSync(path.join(kernel, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name, given] of text.matchAll(call)) {
      const isHost = /&init_user_ns\b/.test(given);
      const capability = /\bCAP_(?!OPT_)(\w+)/.exec(given)?.[1];
      const check = checkOf.get(name);
      if (capability && check) add(capability, isHost ? 'initial' : check, file);
      else if (named[name]) add(named[name], name.includes('_ns_') && !isHost ? 'own' : 'initial', file);
    }
  }

const data = {
  $source: 'calls of capable(), ns_capable() and the functions that end in them, in the files themselves',
  $version: version,
  $checked: new Date().toISOString().slice(0, 10),
  $command: 'node scripts/data/capabilityChecks.mjs KERNEL VERSION',
  $format: 'initial: files that check the capability in the user namespace of the host; own: in that of an object',
  checks: Object.fromEntries(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, checks]) => [name, { initial: list(checks.initial), own: list(checks.own) }]),
  ),
};
writeFileSync(target, `${JSON.stringify(data, null, 2)}\n`);
console.log(`${found.size} capabilities`);

function filesOf(folder) {
  if (folder.endsWith('.c')) return [folder];
  return readdirSync(path.join(kernel, folder), { recursive: true })
    .filter((file) => file.endsWith('.c'))
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`);
}

function list(files) {
  return [...files].sort().join(' ');
}
