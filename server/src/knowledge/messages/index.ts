import { lazy } from '../lazy';
import { admissionMessages } from './admission';
import { apiMessages } from './api';
import { imageMessages } from './image';
import { kernelMessages } from './kernel';
import { kubeletMessages } from './kubelet';
import { messageMatcher } from './match';
import { crunMessages, runcMessages } from './oci';
import { programMessages } from './programs';
import { containerdMessages, crioMessages, mobyMessages } from './runtimes';
import type { MessageTemplate } from './template';

export type { MessageMatch } from './match';
export { type Operation, operations } from './operations';
export { errnoOf, type MessageTemplate } from './template';

/** Every message that is known, by the program that prints it. */
export const messageTemplates: () => readonly MessageTemplate[] = lazy(() => [
  ...admissionMessages,
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
]);

export const messagesIn = lazy(() => messageMatcher(messageTemplates()));
