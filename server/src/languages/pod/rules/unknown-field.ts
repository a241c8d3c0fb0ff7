import type { Rule } from '../../../core';
import { fixBySchema } from '../../../tree';
import type { PodPart } from '../part';
import { schemaReports } from '../structure';
import { strictDecoding } from './authority';
import { podWith } from './example';
import { misplaced } from './misplaced-field';

export const unknownField: Rule<PodPart> = {
  code: 'pod/unknown-field',
  title: 'A security field that does not exist',
  category: 'correctness',
  severity: 'error',
  why: 'The API server does not know the field: `kubectl` (1.25 and later) refuses the file, other clients have it dropped in silence, so that the pod runs without the protection that the file seems to ask for.',
  sources: [strictDecoding],
  example: {
    bad: podWith({ container: 'securityContext:\n  readonlyRootFilesystem: true' }),
    good: podWith({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },
  *check(part, context) {
    if (!context.ownsStructure) return;
    const elsewhere = new Set([...misplaced(part, context)].map(({ member }) => member.key.span.start));
    for (const { pod, ...report } of schemaReports(part, context, ({ keyword }) => keyword === 'additionalProperties')) {
      if (elsewhere.has(report.span.start) || part.text.startsWith('{{', report.span.start)) continue;
      const key = part.text.slice(report.span.start, report.span.end).replace(/^(["'])(.*)\1$/, '$2');
      const meant = (report.data as { readonly rename?: string } | undefined)?.rename;
      yield { ...report, message: `The API server does not know \`${key}\` here${meant ? `; did you mean \`${meant}\`?` : '.'}` };
    }
  },
  fixes: (part, finding) => fixBySchema(part.tree, finding),
};
