import type { Rule } from '../../../core';
import { get } from '../../../tree';
import { podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { inContainers } from '../validation/refusal';
import { docs } from './authority';
import { podWith } from './example';

const secretName = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

export const secretInEnvironment: Rule<PodPart> = {
  code: 'pod/secret-in-environment',
  title: 'A secret written into the manifest',
  category: 'security',
  severity: 'hint',
  why: 'A person who reads the manifest, the object or the environment of the process has the secret. A Secret object has rules of its own for who may read it, and a file of a volume is not passed on to child processes.',
  sources: [docs('Good practices for Kubernetes Secrets', 'concepts/security/secrets-good-practices/')],
  example: {
    bad: podWith({ container: 'env:\n  - name: DB_PASSWORD\n    value: example' }),
    good: podWith({
      container: 'env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password',
    }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { node, owner } of inContainers(pod, 'env')) {
        const name = writtenString(get(node, 'name'));
        const value = get(node, 'value');
        const text = writtenString(value);
        // A path, an address or a number of the kind that names a secret is none.
        if (!name || !value || !text || !secretName.test(name) || /^(?:\/|https?:|true$|false$|\d+$)/.test(text)) continue;
        yield { span: value.span, message: `${name} of ${owner} has its value in the manifest; a Secret keeps it apart.` };
      }
    }
  },
};
