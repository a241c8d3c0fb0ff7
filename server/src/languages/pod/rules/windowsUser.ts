import type { Rule } from '../../../core';
import { get, stringOf } from '../../../tree';
import { everyHolder, nameOf, podsOf, securityField } from '../model';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { podValidation } from './authority';
import { podWith } from './example';

/** Why the API server refuses the name: pkg/apis/core/validation, validateWindowsSecurityContextOptions. */
function faultOf(name: string): string | undefined {
  if (name === '') return 'must not be empty';
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'must not contain control characters';
  const parts = name.split('\\');
  if (parts.length > 2) return 'may contain one backslash at most';
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (domain === '') return 'has a backslash but no domain before it';
  if (domain !== undefined && domain.length >= 256) return 'has a domain of 256 characters or more';
  if (user === '') return 'has no user name';
  if (user.length > 104) return 'has a user name of more than 104 characters';
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) return 'has a character in the user name that Windows does not take';
  if (/^[. ]+$/.test(user)) return 'has a user name of dots and blanks only';
  return undefined;
}

export const windowsUser: Rule<PodPart> = {
  code: 'pod/windows-user',
  title: 'Invalid Windows user name',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `runAsUserName` is `USER` or `DOMAIN\\USER`, with a domain of less than 256 characters and a user of at most 104, without the characters that Windows keeps for itself.',
  sources: [podValidation],
  example: {
    bad: podWith({ pod: 'securityContext:\n  windowsOptions:\n    runAsUserName: corp\\team\\app' }),
    good: podWith({ pod: 'securityContext:\n  windowsOptions:\n    runAsUserName: corp\\app' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { holder, container } of everyHolder(pod)) {
        const node = get(securityField(holder, 'windowsOptions'), 'runAsUserName');
        const name = stringOf(node);
        const fault = name === undefined || isUnknown(name) ? undefined : faultOf(name);
        if (node && fault) yield { span: node.span, message: `runAsUserName of ${nameOf(container)} ${fault}.` };
      }
    }
  },
};
