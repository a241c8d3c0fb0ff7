import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf } from '../../../tree';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { podsOf, securityField, titleOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const sysAdminEscalation: Rule<PodPart> = {
  code: 'pod/sys-admin-escalation',
  title: 'SYS_ADMIN conflicts with allowPrivilegeEscalation: false',
  category: 'correctness',
  severity: 'warning',
  why: '`allowPrivilegeEscalation: false` means nothing beside SYS_ADMIN, which can mount, enter namespaces and so gain what it likes. The API server sees the contradiction only in the spelling `CAP_SYS_ADMIN` and refuses that; `SYS_ADMIN`, the usual spelling, is taken without a word.',
  sources: [podValidation, { title: 'kubernetes/kubernetes#119568', url: 'https://github.com/kubernetes/kubernetes/issues/119568' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    add: [SYS_ADMIN]' }),
    good: podWith({ container: 'securityContext:\n  allowPrivilegeEscalation: false' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const container of pod.containers) {
        const node = securityField(container, 'allowPrivilegeEscalation');
        if (!node || booleanOf(node) !== false) continue;
        for (const [index, item] of itemsOf(get(securityField(container, 'capabilities'), 'add')).entries()) {
          const name = writtenString(item);
          if (name !== 'SYS_ADMIN' && name !== 'CAP_SYS_ADMIN') continue;
          if (!writtenTogether(pod, [node, item])) continue;
          const refused = name === 'CAP_SYS_ADMIN';
          yield {
            span: node.span,
            severity: refused ? 'error' : 'warning',
            message: refused
              ? `The API server refuses allowPrivilegeEscalation: false beside CAP_SYS_ADMIN in ${titleOf(container)}.`
              : `allowPrivilegeEscalation: false promises nothing beside SYS_ADMIN in ${titleOf(container)}.`,
            related: [{ span: item.span, message: 'The capability is added here.' }],
            cure: () =>
              hardeningFix(
                part,
                [remove([...container.path, 'securityContext', 'capabilities', 'add', index])],
                'Remove the capability',
                'What needed the capability fails with "Operation not permitted".',
              ),
          };
        }
      }
    }
  },
};
