import { wordTable } from '../../core';
import { lazy } from '../lazy';
import { admissionMessages } from './admission';
import { apiMessages } from './api';
import { constraintMessages } from './constraints';
import { containerdMessages } from './containerd';
import { crioMessages } from './crio';
import { crunMessages } from './crun';
import versions from './data/versions.json';
import { imageMessages } from './image';
import { kernelMessages } from './kernel';
import { kubeletMessages } from './kubelet';
import { messageMatcher } from './match';
import { mobyMessages } from './moby';
import { programMessages } from './programs';
import { runcMessages } from './runc';
import type { MessageTemplate } from './template';

export type { MessageMatch } from './match';
export { type Operation, operations } from './operations';
export { errnoOf, type MessageTemplate } from './template';

/** Every message that is known, by the program that prints it. */
export const messageTemplates: () => readonly MessageTemplate[] = lazy(() => all().map(withVersions));

const derived: Readonly<Record<string, string>> = wordTable(versions.versions);

/** What was derived from tags counts where the row itself names no versions. */
function withVersions(template: MessageTemplate): MessageTemplate {
  const found = template.versions ?? derived[template.id];
  return found === undefined ? template : { ...template, versions: found };
}

const all = (): readonly MessageTemplate[] => [
  ...admissionMessages,
  ...constraintMessages,
  ...apiMessages,
  ...kubeletMessages,
  ...containerdMessages,
  ...crioMessages,
  ...mobyMessages,
  ...runcMessages,
  ...crunMessages,
  ...imageMessages,
  ...kernelMessages,
  ...programMessages,
];

export const messagesIn = lazy(() => messageMatcher(messageTemplates()));

/** Programs with releases that people know. Tools such as coreutils print one message from several of their files, which tags of one file don't tell. */
const programs: Readonly<Record<string, string>> = wordTable({
  admission: 'Kubernetes',
  api: 'Kubernetes',
  kubelet: 'Kubernetes',
  containerd: 'containerd',
  'cri-o': 'CRI-O',
  moby: 'Docker',
  runc: 'runc',
  crun: 'crun',
});

const versionsById = lazy(() => new Map(messageTemplates().map(({ id, versions: known }) => [id, known])));

/** Which releases print a message, where that is known: `runc since 1.2`. */
export function printedBy(template: string): string | undefined {
  const program = programs[template.slice(0, template.indexOf('/'))];
  const known = versionsById().get(template);
  if (program === undefined || known === undefined) return undefined;
  // Kubernetes 1.30 is 0.30 in the repositories of its libraries.
  return `${program} ${program === 'Kubernetes' ? known.replace(/\b0\.(?=\d)/g, '1.') : known}`;
}
