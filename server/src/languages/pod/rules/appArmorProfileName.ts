import type { Fix, Rule } from '../../../core';
import type { Node } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { profilesIn } from '../profiles';
import { podValidation } from './authority';
import { podWith } from './example';

/** PATH_MAX without its final zero: pkg/apis/core/validation, maxLocalhostProfileLength. */
const maxBytes = 4095;

export const appArmorProfileName: Rule<PodPart> = {
  code: 'pod/app-armor-profile-name',
  title: 'Invalid AppArmor profile name',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.30',
  why: 'The API server refuses names with blanks around them and names longer than 4095 bytes. What is meant is the name that is after `profile` in the profile’s text, not the path of its file.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  appArmorProfile:\n    type: Localhost\n    localhostProfile: " app"' }),
    good: podWith({ container: 'securityContext:\n  appArmorProfile:\n    type: Localhost\n    localhostProfile: "app"' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { field, type, nameNode, name, holder } of profilesIn(pod)) {
        if (field !== 'appArmorProfile' || type !== 'Localhost' || !nameNode || !name) continue;
        if (name !== name.trim())
          yield {
            span: nameNode.span,
            message: `The AppArmor profile name of ${holder} has blanks around it, which the API server refuses.`,
            cure: () => [write(name.trim(), nameNode, part)],
          };
        else if (new TextEncoder().encode(name).length > maxBytes)
          yield {
            span: nameNode.span,
            message: `The AppArmor profile name of ${holder} is longer than ${maxBytes} bytes, which the API server refuses.`,
          };
      }
    }
  },
};

function write(name: string, { span }: Node, { text }: PodPart): Fix {
  const quote = text[span.start] === "'" ? "'" : '"';
  return { title: `Write the name as ${name}`, edits: [{ span, text: `${quote}${name}${quote}` }], safe: true, preferred: true };
}
