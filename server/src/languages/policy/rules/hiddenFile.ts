import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onRead, type PolicyPart } from '../part';
import { placeInRoot } from '../places';
import { readingOf } from '../root';

export const hiddenFile: Rule<PolicyPart> = {
  code: 'policy/hidden-file',
  title: 'A file that the reader does not read',
  category: 'correctness',
  severity: 'information',
  why:
    'From containers/image 5.40 on, the folders of the vendor (`/usr/share/containers`), the administrator (`/etc/containers`) and the user are read together, and a file of a higher folder hides the one of the same name in a lower one. ' +
    'Older readers look in the first folder that exists. What the file says has no effect.',
  sources: [signatureAuthorities.policy, signatureAuthorities.registries, signatureAuthorities.mirrors],
  example: {
    path: 'usr/share/containers/registries.d/vendor.yaml',
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    good: 'docker: {}\n',
    files: { '../../../../etc/containers/registries.d/vendor.yaml': 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n' },
  },
  check: onRead(function* (part, context) {
    const reading = readingOf(part.uri, part.rivals ?? new Set(), context);
    const at = part.tree.root?.kind === 'object' ? part.tree.root.members[0]?.key.span : undefined;
    if (!reading || reading.state === 'read' || !at || isEmpty(part)) return;
    // Names that are not read have a rule of their own.
    if (/only files that end/.test(reading.words)) return;
    yield {
      span: at,
      message: `This file is ${reading.words}.`,
      severity: reading.state === 'not-read' && placeInRoot(part.uri)?.owner !== 'vendor' ? 'warning' : 'information',
      ...(reading.by !== undefined && { related: [{ uri: reading.by, span: { start: 0, end: 0 }, message: 'The file that is read.' }] }),
    };
  }),
};

/** A file that says nothing is often there to hide another. */
const isEmpty = (part: PolicyPart): boolean => part.kind === 'registries' && !part.registries.default && !part.registries.sections.length;
