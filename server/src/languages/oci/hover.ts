import { bold, code, escaped, type Hover, type Markdown, md, ours, paragraphs, wordTable } from '../../core';
import { capabilityCard, findCapability } from '../../knowledge';
import { booleanOf, get, locate, pathTo, stringOf } from '../../tree';
import type { OciPart } from './part';

/** The sets of a process, as capabilities(7) describes them. */
const sets = wordTable({
  bounding: 'What the process and its children can ever have: a capability outside of this set is lost for good.',
  effective: 'What the kernel asks about when the process does something.',
  permitted: 'What the process may put into its effective set.',
  inheritable: 'What an executed program may take over, where its file has the same capability as inheritable.',
  ambient: 'What an executed program keeps, without being set-user-ID root and without capabilities of its file.',
});

/** `process.noNewPrivileges`, as prctl(2) describes PR_SET_NO_NEW_PRIVS. */
export const noNewPrivileges = (set: boolean): Markdown =>
  set
    ? md`execve gives no privileges that the process does not have: set-user-ID bits and file capabilities have no effect.`
    : md`execve may give privileges: set-user-ID programs and file capabilities work.`;

export const apparmorProfile = (name: string | undefined): Markdown =>
  name === undefined || name === ''
    ? md`The runtime puts the process under no AppArmor profile of its own.`
    : name === 'unconfined'
      ? md`The process runs without an AppArmor profile.`
      : md`The runtime changes to the AppArmor profile ${code(name)} at the start; without it in the kernel the container does not start.`;

export function hover({ tree }: OciPart, offset: number): Hover | undefined {
  const found = locate(tree, offset);
  if (!found) return undefined;
  const { span } = found.node;
  const [root, field, set] = pathTo(found.node);
  if (root !== 'process') return undefined;
  if (field === 'noNewPrivileges') return { span, markdown: noNewPrivileges(booleanOf(get(get(tree.root, 'process'), field)) ?? false) };
  if (field === 'apparmorProfile') return { span, markdown: apparmorProfile(stringOf(get(get(tree.root, 'process'), field))) };
  if (field !== 'capabilities') return undefined;
  const capability = found.onKey ? undefined : findCapability(stringOf(found.node) ?? '');
  if (capability) return { span, markdown: capabilityCard(capability, 'oci') };
  const about = typeof set === 'string' ? sets[set] : undefined;
  return about ? { span, markdown: paragraphs(bold(escaped(`${set} set`)), ours(about)) } : undefined;
}
