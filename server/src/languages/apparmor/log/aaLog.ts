/** Lines of `aa-log`: outcome, profile, operation, name and access as bare words, then fields. */

import type { LogFields } from '../../../tree';

/** What stands for names of one machine there, as a name that the rest of the reader makes a pattern of again. */
const samples: readonly (readonly [RegExp, string])[] = [
  [/@\{user_cache_dirs\}/g, '/home/user/.cache'],
  [/@\{user_config_dirs\}/g, '/home/user/.config'],
  [/@\{user_share_dirs\}/g, '/home/user/.local/share'],
  [/@\{user_state_dirs\}/g, '/home/user/.local/state'],
  [/@\{user_bin_dirs\}/g, '/home/user/.local/bin'],
  [/@\{user_lib_dirs\}/g, '/home/user/.local/lib'],
  [/@\{XDG_SSH_DIR\}/g, '.ssh'],
  [/@\{XDG_GPG_DIR\}/g, '.gnupg'],
  [/@\{HOME\}/g, '/home/user'],
  [/@\{lib\}/g, '/usr/lib'],
  [/@\{s?bin\}/g, '/usr/bin'],
  [/@\{sh_path\}/g, '/usr/bin/sh'],
  [/@\{multiarch\}/g, 'x86_64-linux-gnu'],
  [/@\{etc_r[ow]\}/g, '/etc'],
  [/@\{run\}/g, '/run'],
  [/@\{PROC\}/g, '/proc'],
  [/@\{sys\}/g, '/sys'],
  [/@\{att\}/g, ''],
  [/@\{pci_bus\}/g, 'pci0000:00'],
  [/@\{pci\}/g, 'pci0000:00/0000:00:02.0'],
  [/@\{(?:pids?|tid)\}/g, '4711'],
  [/@\{uid\}/g, '1000'],
  [/@\{uuid\}/g, '01234567-89ab-4cde-8f01-23456789abcd'],
  [/(?<=modules\/)\*(?=\/)/g, '6.8.0-1-generic'],
];

/** `@{hex64}`, `@{int}`, `@{rand6}`: so many characters of a kind. */
const lengths = /@\{(int|hex|rand|word|[dhcw])(\d*)\}/g;

const sampled = (text: string): string =>
  samples
    .reduce((name, [pattern, sample]) => name.replace(pattern, sample), text)
    .replace(lengths, (_, kind: string, length: string) => {
      const digits =
        kind === 'int' || kind === 'd' ? '4711804290' : kind === 'hex' || kind === 'h' ? '0a1b2c3d4e5f6a7b' : 'aB3dE5gH7jK9mN1p';
      return digits.repeat(4).slice(0, Number(length) || (kind.length === 1 ? 1 : 8));
    });

const line = /^(DENIED|ALLOWED|AUDIT|KILLED)\s+(.+)$/;

/** The fields of such a line; undefined for any other. */
export function aaLogFields(text: string): LogFields | undefined {
  const [, outcome, rest] = line.exec(text.trim()) ?? [];
  if (outcome === undefined || rest === undefined || rest.includes('apparmor=')) return undefined;
  const words = rest.match(/(?:[^\s"=]+=)?"[^"]*"|\S+/g) ?? [];
  const first = words.findIndex((word) => /^[a-z_]+=/i.test(word));
  const bare = words.slice(0, first < 0 ? words.length : first).map((word) => word.replace(/^"(.*)"$/, '$1'));
  const [profile, operation, ...named] = bare;
  if (profile === undefined || operation === undefined || !/^[a-z_]+$/.test(operation)) return undefined;
  const fields: Record<string, string> = Object.assign(Object.create(null), { apparmor: outcome, profile: sampled(profile), operation });
  if (operation.startsWith('dbus_')) fields.label = profile;
  if (named[0] === 'owner') Object.assign(fields, { fsuid: '1000', ouid: '1000' }, named.shift() && {});
  else if (!operation.startsWith('dbus_')) Object.assign(fields, { fsuid: '1000', ouid: '0' });
  const arrow = named.indexOf('->');
  const target = arrow < 0 ? undefined : named[arrow + 1];
  const plain = arrow < 0 ? named : [...named.slice(0, arrow), ...named.slice(arrow + 2)];
  if (target !== undefined) fields.target = sampled(target);
  if (operation.startsWith('dbus_')) fields.mask = plain.pop() ?? '';
  if (plain.length > 0) fields.name = sampled(plain.join(' '));
  for (const word of words.slice(first < 0 ? words.length : first)) {
    const [, name = '', value = ''] = /^([a-z_]+)=(.*)$/is.exec(word) ?? [];
    if (name !== '' && !(name in fields)) fields[name] = sampled(value.replace(/^"(.*)"$/, '$1'));
  }
  return fields;
}
