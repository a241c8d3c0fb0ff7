import type { Context, Report, Rule } from '../../../core';
import { booleanOf, get } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { suggestedUser } from '../harden/identity';
import { kubeletSeverity } from '../level';
import { type Container, effectiveField, neverStartsAsRoot, type Pod, podsOf, securityField, subjectOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { kubeletSecurityContext, kubeletWindowsContext } from './authority';
import { podWith } from './example';

/** The user that the kubelet treats as root on Windows. */
const windowsRoot = 'ContainerAdministrator';

export const nonRootAsRoot: Rule<PodPart> = {
  code: 'pod/non-root-as-root',
  title: 'runAsNonRoot: true conflicts with runAsUser: 0',
  category: 'correctness',
  severity: 'error',
  why: 'The container never starts, though the API server takes the pod: the kubelet stops it with `container’s runAsUser breaks non-root policy` (CreateContainerConfigError). Root is user 0, on Windows `ContainerAdministrator`. Where only admission is asked about, by `--pod-security`, it is a warning.',
  sources: [kubeletSecurityContext, kubeletWindowsContext],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 0' }),
    good: podWith({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 10001' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const reports = pod.containers.flatMap(
        (container) => asUser0(part, pod, container, context) ?? asAdministrator(pod, container, context) ?? [],
      );
      // A value of the pod is one mistake, however many containers inherit it.
      yield* reports.filter(({ span }, i) => reports.findIndex((other) => other.span.start === span.start) === i);
    }
  },
};

function asUser0(part: PodPart, pod: Pod, container: Container, context: Context): Report | undefined {
  const nonRoot = effectiveField(pod, container, 'runAsNonRoot');
  const user = effectiveField(pod, container, 'runAsUser');
  if (!nonRoot || !user || !neverStartsAsRoot(pod, container)) return undefined;
  if (!writtenTogether(pod, [nonRoot, user], container)) return undefined;
  const own = securityField(container, 'runAsUser') !== undefined;
  return {
    span: user.span,
    severity: kubeletSeverity(pod, context),
    message: `${subjectOf(container)} never starts: runAsUser 0 is root, which the kubelet refuses beside runAsNonRoot: true.`,
    related: [{ span: nonRoot.span, message: 'Asked for here.' }],
    cure: () => {
      const user = suggestedUser(pod, own ? container : undefined);
      return hardeningFix(
        part,
        [set([...(own ? container.path : pod.path), 'securityContext', 'runAsUser'], user)],
        `Set runAsUser: ${user}`,
        'Files that root owns in the image or in volumes can no longer be written.',
      );
    },
  };
}

/** Only on a Windows node; where the pod does not say that it is for Windows, the node decides. */
function asAdministrator(pod: Pod, container: Container, context: Context): Report | undefined {
  const nonRoot = effectiveField(pod, container, 'runAsNonRoot');
  const name = (holder: Pod | Container) => get(securityField(holder, 'windowsOptions'), 'runAsUserName');
  // windowsOptions is the one object whose members are inherited one by one.
  const user = name(container) ?? name(pod);
  if (!nonRoot || !user || booleanOf(nonRoot) !== true || writtenString(user) !== windowsRoot) return undefined;
  if (!writtenTogether(pod, [nonRoot, user], container)) return undefined;
  return {
    span: user.span,
    severity: pod.os === 'windows' ? kubeletSeverity(pod, context) : 'warning',
    message: `${subjectOf(container)} never starts on Windows: the kubelet refuses ${windowsRoot} beside runAsNonRoot: true.`,
    related: [{ span: nonRoot.span, message: 'Asked for here.' }],
  };
}
