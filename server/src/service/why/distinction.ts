/** The one command that decides between two layers. */

import type { Confined, Distinction, WhyAnswer, WhyLayer } from '../../core';

/** The layers between which no file decides: the likeliest two. */
function tied(answers: readonly WhyAnswer[]): readonly [WhyLayer, WhyLayer] | undefined {
  if (answers.some(({ certainty }) => certainty === 'certain')) return undefined;
  const [first, second] = [...new Set(answers.map(({ layer }) => layer))];
  return first !== undefined && second !== undefined ? [first, second] : undefined;
}

/** Undefined where only one layer is left, or no command decides. */
export function distinctionOf(answers: readonly WhyAnswer[], containers: readonly Confined[]): Distinction | undefined {
  const pair = tied(answers);
  const [container] = containers;
  if (!pair || !container) return undefined;
  const other = (layer: WhyLayer) => pair.find((one) => one !== layer) ?? layer;
  if (pair.includes('apparmor')) return byRecord(other('apparmor'));
  if (pair.includes('seccomp')) return byRun(container, 'seccomp', 'seccomp=unconfined', other('seccomp'));
  if (pair.includes('user')) return byUser(container, other('user'));
  return undefined;
}

const named: Readonly<Record<WhyLayer, string>> = {
  admission: 'Pod Security admission',
  api: 'the API server',
  kubelet: 'the kubelet',
  runtime: 'the runtime',
  seccomp: 'the seccomp profile',
  apparmor: 'the AppArmor profile',
  selinux: 'SELinux',
  capability: 'the missing capability',
  filesystem: 'a mount',
  user: 'the permission of the user',
  signature: 'the signature policy',
};

/** AppArmor logs each refusal once it doesn't keep those of `deny` rules to itself; nothing else writes such a record. */
const byRecord = (other: WhyLayer): Distinction => ({
  command: `echo -n noquiet | sudo tee /sys/module/apparmor/parameters/audit; sudo journalctl -kf -g 'apparmor="DENIED"'`,
  results: [
    `Run it on the node and repeat the operation. A record appears: ${named.apparmor} is the cause.`,
    `No record appears: ${named[other]} is.`,
  ],
});

const programOf = ({ engine }: Confined): string => (engine === 'podman' ? 'podman' : 'docker');

const capabilityOptions = ({ drop, capabilities }: Confined): string =>
  drop ? ` --cap-drop ALL${capabilities.map((name) => ` --cap-add ${name.replace(/^CAP_/, '')}`).join('')}` : '';

const userOption = ({ user }: Confined): string => (user ? ` --user ${user.name}` : '');

/** The container as it is, without the one thing. */
const byRun = (container: Confined, without: WhyLayer, option: string, other: WhyLayer): Distinction => ({
  command: `${programOf(container)} run --rm${userOption(container)}${capabilityOptions(container)} --security-opt ${option} ${container.image ?? 'IMAGE'}`,
  results: [`The operation works: ${named[without]} is the cause.`, `It is still refused: ${named[other]} is.`],
});

const byUser = (container: Confined, other: WhyLayer): Distinction => ({
  command: `${programOf(container)} run --rm --user 0${capabilityOptions(container)} ${container.image ?? 'IMAGE'}`,
  results: [`The operation works as root: ${named.user} is the cause.`, `It is still refused: ${named[other]} is.`],
});
