import type { Confined, ConfinedWorkload, ProfileChoice, Span } from '../../core';
import { boundingSet, capabilities } from '../../knowledge';
import type { Tree } from '../../tree';
import { services } from './confined';

/** What confines each service, in the words that the overview has for containers of pods. */
export const inventory = (tree: Tree): readonly ConfinedWorkload[] =>
  services(tree).map((service) => {
    const { name, span, image } = service;
    const settings = settingsOf(service);
    const container = {
      name,
      span,
      ...(image !== undefined && { image }),
      profiles: [`seccomp: ${settings.seccompProfile}`, `AppArmor: ${settings.appArmorProfile}`],
      settings,
      places: placesOf(service),
    };
    return { kind: 'service', name, span, reasons: service.privileged ? ['privileged'] : [], partial: false, containers: [container] };
  });

function settingsOf(service: Confined): Readonly<Record<'seccompProfile' | 'appArmorProfile', string>> & Readonly<Record<string, string>> {
  const { user, privileged, hostNetwork, noNewPrivileges, readOnlyRoot, mounts } = service;
  const hostPaths = mounts.flatMap(({ hostPath }) => hostPath ?? []);
  return {
    ...(privileged && { privileged: 'true' }),
    ...(hostNetwork && { hostNetwork: 'true' }),
    ...(hostPaths.length > 0 && { hostPaths: hostPaths.join(', ') }),
    runAsUser: user?.name ?? 'USER of the image',
    // Another number than 0 is never root; a name can be an alias of it.
    runAsNonRoot: String(/^0*[1-9]\d*$/.test(user?.name ?? '')),
    allowPrivilegeEscalation: String(noNewPrivileges === undefined),
    capabilities: capabilitiesText(service.capabilities),
    readOnlyRootFilesystem: String(readOnlyRoot !== undefined),
    seccompProfile: choiceText(service.seccomp),
    appArmorProfile: choiceText(service.apparmor),
  };
}

function placesOf({ user, noNewPrivileges, readOnlyRoot, drop, seccomp, apparmor }: Confined): Readonly<Record<string, Span>> {
  const places = {
    runAsUser: user?.span,
    allowPrivilegeEscalation: noNewPrivileges?.span,
    readOnlyRootFilesystem: readOnlyRoot,
    capabilities: drop,
    seccompProfile: 'span' in seccomp ? seccomp.span : undefined,
    appArmorProfile: 'span' in apparmor ? apparmor.span : undefined,
  };
  return Object.fromEntries(Object.entries(places).filter((entry): entry is [string, Span] => entry[1] !== undefined));
}

function capabilitiesText(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  if (names.length === capabilities().length) return 'every capability';
  const usual = new Set(boundingSet([], []));
  return names.length === usual.size && names.every((name) => usual.has(name))
    ? `default of the runtime (${names.length})`
    : names.map((name) => name.replace(/^CAP_/, '')).join(', ');
}

const choiceText = (choice: ProfileChoice): string =>
  choice.type === 'unconfined' ? 'Unconfined' : choice.type === 'profile' ? `Localhost ${choice.name}` : 'RuntimeDefault';
