import { type Fix, nearest, type Rule } from '../../../core';
import { crioAnnotations, findCrioAnnotation } from '../../../knowledge';
import { renameKey, type ScalarNode } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { crio } from './authority';
import { podWith } from './example';

export const crioAnnotation: Rule<PodPart> = {
  code: 'pod/crio-annotation',
  title: 'A CRI-O annotation in an old or unknown spelling',
  category: 'compatibility',
  severity: 'hint',
  why: 'CRI-O reads its annotations by exact name: an unknown one does nothing, and the long names `io.kubernetes.cri-o.…` are deprecated in favour of `….crio.io`. Whatever the spelling, the node must list it in `allowed_annotations`.',
  sources: [crio('docs/crio.conf.5.md')],
  example: { bad: podWith({ annotations: 'io.kubernetes.cri-o.ShmSize: 64Mi' }), good: podWith({ annotations: 'shm-size.crio.io: 64Mi' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { key, keyNode } of pod.annotations) {
        const found = findCrioAnnotation(key);
        if (found?.current)
          yield {
            span: keyNode.span,
            message: `CRI-O calls this annotation ${found.current} now.`,
            tags: ['deprecated'],
            cure: () => renamed(keyNode, found.current),
          };
        else if (!found && /\.crio\.io(?:\/|$)/.test(key)) {
          const meant = nearest(
            key,
            crioAnnotations.map((known) => known.key),
          );
          yield {
            span: keyNode.span,
            severity: 'warning',
            message: `CRI-O knows no annotation ${key}${meant ? `; did you mean ${meant}?` : '.'}`,
            cure: () => renamed(keyNode, meant),
          };
        }
      }
    }
  },
};

const renamed = (key: ScalarNode, name: string | undefined): readonly Fix[] =>
  name === undefined
    ? []
    : [
        {
          title: `Rename to ${name}…`,
          edits: renameKey({ key, span: key.span }, name),
          safe: false,
          note: 'Older releases of CRI-O, and nodes that allow the old name only, do not read the new one.',
        },
      ];
