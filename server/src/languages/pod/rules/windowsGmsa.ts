import type { Rule } from '../../../core';
import { get, stringOf } from '../../../tree';
import { everyHolder, nameOf, podsOf, securityField } from '../model';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { docs, podValidation } from './authority';
import { podWith } from './example';

/** A DNS subdomain: RFC 1123, as Kubernetes checks it. */
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const maxSpec = 64 * 1024;

export const windowsGmsa: Rule<PodPart> = {
  code: 'pod/windows-gmsa',
  title: 'Invalid GMSA credential spec',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `gmsaCredentialSpecName` names an object of the cluster, so it is a DNS subdomain in small letters, and `gmsaCredentialSpec` has 1 byte to 64 KiB.',
  sources: [podValidation, docs('Configure GMSA for Windows Pods and containers', 'tasks/configure-pod-container/configure-gmsa/')],
  example: {
    bad: podWith({ pod: 'securityContext:\n  windowsOptions:\n    gmsaCredentialSpecName: Web_App' }),
    good: podWith({ pod: 'securityContext:\n  windowsOptions:\n    gmsaCredentialSpecName: web-app' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { holder, container } of everyHolder(pod)) {
        const options = securityField(holder, 'windowsOptions');
        const nameNode = get(options, 'gmsaCredentialSpecName');
        const name = stringOf(nameNode);
        if (nameNode && name !== undefined && !isUnknown(name) && (name.length > 253 || !subdomain.test(name)))
          yield {
            span: nameNode.span,
            message: `gmsaCredentialSpecName of ${nameOf(container)} must be a DNS subdomain in small letters.`,
          };
        const specNode = get(options, 'gmsaCredentialSpec');
        const spec = stringOf(specNode);
        if (specNode && spec !== undefined && (spec === '' || spec.length > maxSpec))
          yield { span: specNode.span, message: `gmsaCredentialSpec of ${nameOf(container)} must have between 1 byte and 64 KiB.` };
      }
    }
  },
};
