/** Which object made the pod that a message names. */

import type { WhySubject } from './event';

/** Whether an object makes pods of this name: `web-7d8b49557c-fq4zk` is of the Deployment `web`, `db-0` of the StatefulSet `db`. */
export function makesPod(owner: { readonly kind: string; readonly name: string }, pod: string): boolean {
  const { kind } = owner;
  if (owner.name.includes(releaseName)) return releasedNames(owner.name, pod).some((name) => makesPod({ kind, name }, pod));
  if (pod === owner.name) return true;
  // An event about a pod that was not created has the beginning of its name.
  if (pod.endsWith('-')) return makesPod(owner, pod.slice(0, -1));
  if (owner.kind === 'Pod' || !pod.startsWith(owner.name)) return false;
  const rest = pod.slice(owner.name.length);
  if (owner.name.endsWith('-')) return /^[a-z0-9]{5}$/.test(rest);
  if (owner.kind === 'StatefulSet') return /^-\d+$/.test(rest);
  return /^(?:-[a-f0-9]{1,10}|-\d{6,}|-[bcdfghjklmnpqrstvwxz0-9]{6,10})?(?:-[a-z0-9]{5})?$/.test(rest) && rest !== '';
}

/** What `helm template` calls a release; a cluster has another name there. */
const releaseName = 'release-name';

/** What an object of a chart may be called in a cluster that has this pod. Charts leave their own name out where the release has it. */
function releasedNames(built: string, pod: string): readonly string[] {
  const [before = '', after = ''] = built.split(releaseName, 2);
  const bare = (before + after).replace(/^-/, '');
  const names = bare === '' ? [pod] : [bare];
  if (!pod.startsWith(before) || after === '') return names;
  for (let i = pod.indexOf(after, before.length + 1); i >= 0; i = pod.indexOf(after, i + 1)) names.push(pod.slice(0, i) + after);
  return names;
}

/** Whether a message with this subject may be about a container of the object; a message without names may be about any. */
export function concerns(
  subject: Pick<WhySubject, 'namespace' | 'pod' | 'workload'>,
  owner: { readonly kind: string; readonly name?: string; readonly namespace?: string },
): boolean {
  const { kind, name, namespace } = owner;
  const released = name?.includes(releaseName) === true && namespace === 'default';
  if (subject.namespace !== undefined && namespace !== undefined && subject.namespace !== namespace && !released) return false;
  const asked = [subject.workload, subject.pod].filter((one) => one !== undefined);
  return asked.length === 0 || name === undefined || asked.some((one) => makesPod({ kind, name }, one));
}
