import type { Report, Rule } from '../../../core';
import { get, itemsOf, membersOf, type Node, renaming } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { mountFields, ownContainerFields, schemaReports, specFields } from '../structure';
import { strictDecoding } from './authority';
import { podWith } from './example';
import { misplaced } from './misplacedField';

const messageFor = (key: string, meant: string | undefined): string =>
  `The API server does not know \`${key}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}`;

/** Of the other fields of a pod spec or a container the schema knows nothing; no two fields differ in capitals only. */
function* wrongCase(node: Node, fields: readonly string[]): Generator<Report> {
  for (const member of membersOf(node)) {
    const { key } = member;
    const name = String(key.value);
    const meant = fields.find((field) => field !== name && field.toLowerCase() === name.toLowerCase());
    if (meant && !fields.includes(name)) yield { span: key.span, message: messageFor(name, meant), cure: () => [renaming(member, meant)] };
  }
}

export const unknownField: Rule<PodPart> = {
  code: 'pod/unknown-field',
  title: 'A security field that does not exist',
  category: 'correctness',
  severity: 'error',
  why: 'The API server does not know the field: `kubectl` (1.25 and later) refuses the file, other clients have it dropped in silence, so that the pod runs without the protection that the file seems to set.',
  sources: [strictDecoding],
  example: {
    bad: podWith({ container: 'securityContext:\n  readonlyRootFilesystem: true' }),
    good: podWith({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },
  byPiece: true,
  *check(part, context) {
    if (!context.ownsStructure) return;
    const elsewhere = new Set([...misplaced(part, context)].map(({ member }) => member.key.span.start));
    for (const { pod, ...report } of schemaReports(part, context, ({ keyword }) => keyword === 'additionalProperties')) {
      if (elsewhere.has(report.span.start) || part.text.startsWith('{{', report.span.start)) continue;
      const key = part.text.slice(report.span.start, report.span.end).replace(/^(["'])(.*)\1$/, '$2');
      yield { ...report, message: messageFor(key, report.meant) };
    }
    for (const pod of podsOf(part, context)) {
      if (pod.workload.form !== 'pod') continue;
      yield* wrongCase(pod.spec, specFields);
      for (const { node } of pod.containers) {
        yield* wrongCase(node, ownContainerFields);
        for (const mount of itemsOf(get(node, 'volumeMounts'))) yield* wrongCase(mount, mountFields);
      }
    }
  },
};
