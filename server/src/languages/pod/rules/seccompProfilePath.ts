import type { Fix, Rule } from '../../../core';
import type { Node } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { pathFault, profilesIn } from '../profiles';
import { podValidation } from './authority';
import { podWith } from './example';

/** The kubelet's folder, unless it is started with another root. */
const kubeletFolder = '/var/lib/kubelet/seccomp/';

export const seccompProfilePath: Rule<PodPart> = {
  code: 'pod/seccomp-profile-path',
  title: 'Seccomp profile path outside of the kubelet’s folder',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: a seccomp profile is named by its path below the kubelet’s `seccomp` folder (`/var/lib/kubelet/seccomp` unless the kubelet has another root), without a leading slash and without `..`.',
  sources: [podValidation],
  example: {
    bad: podWith({
      container:
        'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: /var/lib/kubelet/seccomp/profiles/app.json',
    }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/app.json' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { field, type, nameNode, name, holder } of profilesIn(pod)) {
        if (field !== 'seccompProfile' || type !== 'Localhost' || !nameNode || !name) continue;
        const fault = pathFault(name);
        if (fault)
          yield {
            span: nameNode.span,
            message: `The seccomp profile of ${holder} ${fault}; the API server takes only a path below the kubelet's seccomp folder.`,
            cure: () => [below(nameNode, part)],
          };
      }
    }
  },
};

/** The path without the kubelet's folder. */
function below({ span }: Node, { text }: PodPart): Fix | undefined {
  const raw = text.slice(span.start, span.end);
  const at = raw.indexOf(kubeletFolder);
  if (at < 0) return undefined;
  const start = span.start + at;
  const rest = raw.slice(at + kubeletFolder.length).replace(/["']$/, '');
  const edits = [{ span: { start, end: start + kubeletFolder.length }, text: '' }];
  return { title: `Write the path as ${rest}`, edits, safe: true, preferred: true };
}
