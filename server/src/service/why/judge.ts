/** Which events belong together, which suspects are left, and what is said where no file decides. */

import type { Certainty, Suspect, WhyEvent } from '../../core';
import { operations } from '../../knowledge';

const certainties: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** Lower is surer. */
export const certaintyRank = (certainty: Certainty): number => certainties.indexOf(certainty);

const field = (record: string, name: string): string | undefined =>
  new RegExp(`\\b${name}=(?:"([^"]*)"|(\\S+))`).exec(record)?.slice(1).find(Boolean);

const pathOf = (path: string | undefined): string | undefined => path?.replace(/(.)\/+$/, '$1');

/** A record of the kernel explains the error that a program printed for it. */
export function joinedEvents(events: readonly WhyEvent[]): readonly WhyEvent[] {
  const records = events.filter(({ happening }) => happening.kind === 'denial');
  if (records.length === 0) return events;
  const programs = (record: WhyEvent) => [
    field(record.text, 'comm'),
    ...records.filter((other) => other.line === record.line).map((other) => field(other.text, 'comm')),
  ];
  return events.filter((event) => {
    const { happening, text } = event;
    if (happening.kind === 'refused') {
      const program = happening.program ?? /^([\w.-]+):/.exec(text)?.[1];
      return !records.some((record) => {
        const comm = programs(record)[0];
        const name = pathOf(field(record.text, 'name'));
        return (
          (happening.path !== undefined && name === pathOf(happening.path)) ||
          (comm !== undefined &&
            program !== undefined &&
            comm === program.slice(0, 15) &&
            (name === undefined || happening.path === undefined || /userns/.test(record.text)))
        );
      });
    }
    // What follows from Ubuntu's confinement of user namespaces is told with it.
    if (happening.kind === 'denial' && field(text, 'profile') === 'unprivileged_userns')
      return !records.some(
        (record) => record !== event && /operation="userns_create"/.test(record.text) && field(record.text, 'comm') === field(text, 'comm'),
      );
    return true;
  });
}

interface Found {
  readonly suspect: Suspect;
}

/** The suspects that count, the likeliest first; several containers without a name in the message make each only possible. */
export function ranked<F extends Found>(event: WhyEvent, found: readonly F[], containers: number): readonly F[] {
  const decisive = found.filter(({ suspect }) => suspect.decisive);
  const left = decisive.length > 0 ? decisive : found;
  const { pod, workload, container, command } = event.subject;
  const unnamed = pod === undefined && workload === undefined && container === undefined && command === undefined;
  const guessed = unnamed && containers > 1 && event.happening.kind === 'refused';
  const doubted = left.map((one) =>
    guessed && one.suspect.certainty !== 'possible' ? { ...one, suspect: { ...one.suspect, certainty: 'possible' as const } } : one,
  );
  const sorted = doubted.toSorted((a, b) => certaintyRank(a.suspect.certainty) - certaintyRank(b.suspect.certainty));
  return sorted.slice(0, mostCandidates);
}

const mostCandidates = 12;

/** An event that no file decides, whatever is in the workspace. */
export function alone({ happening }: WhyEvent): Suspect | undefined {
  if (happening.kind === 'elsewhere')
    return { layer: 'runtime', certainty: 'certain', message: `${happening.cause}. No file that confines the container causes this.` };
  return undefined;
}

const kinds = { seccomp: 'seccomp', apparmor: 'AppArmor', selinux: 'SELinux' } as const;

/** What was understood of an event, in a sentence. */
export function told(event: WhyEvent): string {
  const { happening, text } = event;
  switch (happening.kind) {
    case 'refused':
      return `A program could not ${operations[happening.operation]?.does ?? 'do something'}${happening.path ? ` (${happening.path})` : ''}: ${happening.errno}.`;
    case 'denial': {
      const profile = field(text, 'profile') ?? field(text, 'scontext');
      const what = [
        field(text, 'operation') ?? (happening.of === 'selinux' ? /\{ ([^}]*) \}/.exec(text)?.[1] : undefined),
        field(text, 'name'),
        field(text, 'peer') && `peer ${field(text, 'peer')}`,
        field(text, 'tcontext'),
      ]
        .filter(Boolean)
        .join(' ');
      const own = happening.of === 'apparmor' ? runtimeProfile(profile) : undefined;
      return `${kinds[happening.of]} denied ${what || 'a system call'}${profile === undefined ? '' : ` under ${happening.of === 'selinux' ? 'the label' : 'the profile'} ${profile}`}.${own ? ` ${own}` : ''}${happening.of === 'selinux' ? selinuxHint(text) : ''}`;
    }
    case 'violation':
      return `Pod Security ${event.warning ? 'warns about' : 'refuses'} a pod (${happening.controls[0]})${happening.containers.length > 0 ? `: ${happening.containers.join(', ')}` : ''}.${event.warning ? ' The object was accepted.' : ''}`;
    case 'missing-profile':
      return `The ${kinds[happening.of]} profile${happening.name === undefined ? '' : ` ${happening.name}`} is missing on the node.`;
    case 'unnamed-profile':
      return `The ${kinds[happening.of]} profile of type Localhost has no name.`;
    case 'invalid-profile':
      return `The runtime refuses a ${kinds[happening.of]} profile${happening.word === undefined ? '' : ` because of ${happening.word}`}: ${happening.problem}.`;
    case 'root-user':
      return 'The kubelet starts no container as root where runAsNonRoot is true.';
    case 'forbidden-sysctl':
      return `The kubelet of the node doesn't allow the sysctl ${happening.name}.`;
    case 'refused-field':
      return `${happening.field} is refused: ${happening.problem}. ${happening.cure}.`;
    case 'invalid-field':
      return `The API server refuses ${happening.path}: ${happening.reason}.`;
    case 'signature':
      return `${signatureWords[happening.problem]}${happening.path ? ` (${happening.path})` : happening.image ? ` (${happening.image})` : ''}.`;
    case 'configuration':
      return `The image libraries refuse ${happening.path}: ${happening.problem}.`;
    default:
      return happening.cause;
  }
}

const signatureWords = {
  'no-signature': 'The signature policy requires a signature, and none was found',
  'missing-key': 'A key of the signature policy can’t be read',
  rejected: 'The signature policy rejects the image',
  'wrong-key': 'The signature is not by an accepted key',
  'wrong-identity': 'The signature is about another image',
  source: 'The place of signatures can’t be used',
} as const;

/** Profiles that a program generates, so that no file of a workspace decides. */
function runtimeProfile(name: string | undefined): string | undefined {
  switch (name) {
    case 'cri-containerd.apparmor.d':
      return 'containerd generates this profile itself and loads it at its start; releases differ in the signals that it lets through, so upgrade containerd (and restart it).';
    case 'docker-default':
      return 'Docker generates this profile itself; a profile of your own (--security-opt apparmor=NAME) replaces it.';
    case 'containers-default':
      return 'Podman and Buildah generate this profile themselves.';
    case 'unprivileged_userns':
      return 'Ubuntu puts programs under this profile that make a user namespace without a profile of their own that has userns,.';
    default:
      return name?.startsWith('crio-default') ? 'CRI-O generates this profile itself.' : undefined;
  }
}

function selinuxHint(record: string): string {
  const target = /tcontext=\w+:\w+:(\w+)/.exec(record)?.[1] ?? '';
  if (/^(?:user_home|default|var|usr|etc|home_root|admin_home)\w*_t$/.test(target))
    return ' The files have a label of the host: mount them with :z or :Z (Docker, Podman), or label them container_file_t.';
  return '';
}
