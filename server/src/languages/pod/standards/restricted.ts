import { forbiddenVolumeTypes, type PodControlId } from '../../../knowledge';
import { booleanOf, get, itemsOf, memberOf, numberOf, stringOf } from '../../../tree';
import { type PodChange, remove, set } from '../harden/change';
import { suggestedUser } from '../harden/identity';
import { type Container, neverStartsAsRoot, type Pod, securityField, titleOf, writtenString } from '../model';
import { forbiddenAdditions, forbiddenSeccompType, hasUserNamespace, holdersOf, unmaskedProc, volumesOf } from './baseline';
import { type Breach, type Check, nameSpan, titleOfAll, valueSpan } from './violation';

/** The restricted checks by upstream's id; each follows `policy/check_<name>.go` of kubernetes/pod-security-admission. */
export const restrictedChecks: Readonly<Partial<Record<PodControlId, Check>>> = {
  allowPrivilegeEscalation: (pod, minor) => (isWindows(pod, minor) ? [] : allowPrivilegeEscalation(pod)),
  capabilities_restricted: (pod, minor) => (isWindows(pod, minor) ? [] : capabilities(pod)),
  procMount_restricted: unmaskedProc,
  restrictedVolumes,
  runAsNonRoot: (pod, minor) => (minor >= 35 && hasUserNamespace(pod) ? [] : runAsNonRoot(pod)),
  runAsUser: (pod, minor) => (minor >= 35 && hasUserNamespace(pod) ? [] : runAsUser(pod)),
  seccompProfile_restricted: (pod, minor) => (isWindows(pod, minor) ? [] : seccompProfile(pod)),
};

/** From policy v1.25 Linux-only fields are not asked of a pod that says it is for Windows. */
const isWindows = (pod: Pod, minor: number): boolean => minor >= 25 && pod.os === 'windows';

function* allowPrivilegeEscalation(pod: Pod): Generator<Breach> {
  for (const container of pod.containers) {
    const node = securityField(container, 'allowPrivilegeEscalation');
    if (booleanOf(node) === false || (node && isWrittenElsewhere(node))) continue;
    yield {
      span: node ? valueSpan(node) : nameSpan(container),
      detail: `${titleOf(container)} must set securityContext.allowPrivilegeEscalation=false`,
      missing: !node,
      container,
      changes: [set([...container.path, 'securityContext', 'allowPrivilegeEscalation'], false)],
    };
  }
}

/** A template's result: not known, so not judged. */
const isWrittenElsewhere = (node: Parameters<typeof stringOf>[0]): boolean =>
  stringOf(node) !== undefined && writtenString(node) === undefined;

function* capabilities(pod: Pod): Generator<Breach> {
  for (const container of pod.containers) {
    const drop = get(securityField(container, 'capabilities'), 'drop');
    const items = itemsOf(drop);
    if (items.some((item) => stringOf(item) === 'ALL') || isWrittenElsewhere(drop) || items.some(isWrittenElsewhere)) continue;
    yield {
      span: drop ? valueSpan(drop) : nameSpan(container),
      detail: `${titleOf(container)} must set securityContext.capabilities.drop=["ALL"]`,
      missing: !items.length,
      container,
      changes: [set([...container.path, 'securityContext', 'capabilities', 'drop'], ['ALL'])],
    };
  }
  yield* forbiddenAdditions(pod, 'restricted');
}

function* restrictedVolumes(pod: Pod): Generator<Breach> {
  for (const { name, node, path, sources } of volumesOf(pod)) {
    for (const source of sources) {
      const member = forbiddenVolumeTypes.has(source) ? memberOf(node, source) : undefined;
      if (!member) continue;
      yield {
        span: member.key.span,
        detail:
          `volume "${name}" uses restricted volume type "${source}", only configMap, csi, downwardAPI, emptyDir, ephemeral, image, ` +
          'persistentVolumeClaim, projected and secret are allowed',
        changes: [remove([...path, source]), set([...path, 'emptyDir'], {})],
      };
    }
  }
}

/** Runs as a user that is not root: what a fix sets beside `runAsNonRoot`, so that the kubelet can tell. */
function nonRootUser(pod: Pod, container: Container | undefined): readonly PodChange[] {
  // Windows has no numeric users.
  if (pod.os === 'windows') return [];
  const holder = container ?? pod;
  const users = container ? [securityField(container, 'runAsUser') ?? securityField(pod, 'runAsUser')] : [securityField(pod, 'runAsUser')];
  const path = [...holder.path, 'securityContext', 'runAsUser'];
  return users.every((user) => numberOf(user)) ? [] : [set(path, suggestedUser(pod, container))];
}

function* runAsNonRoot(pod: Pod): Generator<Breach> {
  let contradicted = false;
  for (const { node, title, path, container } of holdersOf(pod, 'runAsNonRoot')) {
    if (!node || booleanOf(node) !== false) continue;
    contradicted = true;
    yield {
      span: valueSpan(node),
      detail: `${title} must not set securityContext.runAsNonRoot=false, only true`,
      ...(container && { container }),
      changes: [set(path, true), ...nonRootUser(pod, container)],
    };
  }
  // Upstream names those without the field only when none denies it.
  if (contradicted || securityField(pod, 'runAsNonRoot')) return;
  const lacking = pod.containers.filter((container) => !securityField(container, 'runAsNonRoot'));
  yield* onceForAll(lacking, `pod or ${titleOfAll(lacking)} must set securityContext.runAsNonRoot=true`, [
    set([...pod.path, 'securityContext', 'runAsNonRoot'], true),
    ...(lacking.every((container) => numberOf(securityField(container, 'runAsUser'))) ? [] : nonRootUser(pod, undefined)),
  ]);
}

/** One finding for what one line on the pod cures, shown at the first container without it. */
function* onceForAll(lacking: readonly Container[], detail: string, changes: readonly PodChange[]): Generator<Breach> {
  const [first, ...others] = lacking;
  if (!first) return;
  const related = others.map((container) => ({ span: nameSpan(container), message: `So does ${titleOf(container)}.` }));
  yield { span: nameSpan(first), detail, missing: true, ...(related.length && { related }), changes };
}

function* runAsUser(pod: Pod): Generator<Breach> {
  for (const { node, title, path, container } of holdersOf(pod, 'runAsUser')) {
    if (!node || numberOf(node) !== 0) continue;
    yield {
      span: valueSpan(node),
      detail: `${title} must not set runAsUser=0, any other number is allowed`,
      ...(container && { container }),
      unheard: (container ? [container] : pod.containers).some((each) => neverStartsAsRoot(pod, each)),
      changes: [set(path, suggestedUser(pod, container))],
    };
  }
}

function* seccompProfile(pod: Pod): Generator<Breach> {
  let contradicted = false;
  for (const holder of holdersOf(pod, 'seccompProfile')) {
    const breached = forbiddenSeccompType(holder);
    if (!breached) continue;
    contradicted = true;
    yield breached;
  }
  if (contradicted || get(securityField(pod, 'seccompProfile'), 'type')) return;
  const lacking = pod.containers.filter((container) => !get(securityField(container, 'seccompProfile'), 'type'));
  yield* onceForAll(
    lacking,
    `pod or ${titleOfAll(lacking)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    [set([...pod.path, 'securityContext', 'seccompProfile'], { type: 'RuntimeDefault' })],
  );
}
