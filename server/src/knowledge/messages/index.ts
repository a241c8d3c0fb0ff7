import { wordTable } from '../../core';
import { lazy } from '../lazy';
import { admissionMessages } from './admission';
import { apiMessages } from './api';
import { constraintMessages } from './constraints';
import { crunMessages } from './crun';
import versions from './data/versions.json';
import { imageMessages } from './image';
import { kernelMessages } from './kernel';
import { kubeletMessages } from './kubelet';
import { messageMatcher } from './match';
import { programMessages } from './programs';
import { runcMessages } from './runc';
import { containerdMessages, crioMessages, mobyMessages } from './runtimes';
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
