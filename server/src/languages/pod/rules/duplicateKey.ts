import type { Report, Rule } from '../../../core';
import { type Node, walk } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { strictDecoding } from './authority';
import { podWith } from './example';

export const duplicateKey: Rule<PodPart> = {
  code: 'pod/duplicate-key',
  title: 'Duplicate key: a field is written twice',
  category: 'correctness',
  severity: 'error',
  why: 'The API server’s strict decoding refuses the object, and kustomize the file. `kubectl apply` sends the last of the two without a word, and the first, perhaps the stricter, is as if it were not there.',
  sources: [strictDecoding, { title: 'kubernetes/kubernetes#125885', url: 'https://github.com/kubernetes/kubernetes/issues/125885' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: 10001\n  runAsUser: 10002' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  byPiece: true,
  *check(part, { ownsStructure, ...context }) {
    if (!ownsStructure || part.templated) return;
    for (const object of new Set(podsOf(part, context).map((pod) => pod.object)))
      for (const report of repeatedIn(object.node)) yield part.result ? { ...report, severity: 'warning' } : report;
  },
};

function* repeatedIn(object: Node): Generator<Report> {
  for (const node of walk(object)) {
    if (node.kind !== 'object') continue;
    const seen = new Set<string>();
    for (const { key } of node.members) {
      const name = String(key.value);
      if (seen.has(name) && name !== '<<')
        yield { span: key.span, message: `\`${name}\` is written twice here; kustomize refuses the file, kubectl sends only this one.` };
      seen.add(name);
    }
  }
}
