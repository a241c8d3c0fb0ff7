import { imageKnowledge } from '../../../knowledge';
import { get } from '../../../tree';
import { type Container, type Pod, writtenString } from '../model';

/** Above the users that distributions and images create, so that no other user on the node has it. */
const anyUser = 10001;

export const imageOf = (container: Container): string | undefined => writtenString(get(container.node, 'image'));

/** A numeric user for a container, or for all of a pod: the image family's own where all agree on one. */
export function suggestedUser(pod: Pod, container: Container | undefined): number {
  const users = new Set((container ? [container] : pod.containers).map((each) => imageKnowledge(imageOf(each) ?? '').user));
  const [user] = users;
  return users.size === 1 && user !== undefined ? user : anyUser;
}
