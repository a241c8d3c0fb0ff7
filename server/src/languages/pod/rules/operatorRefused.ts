import type { Rule } from '../../../core';
import { findCapability, nearestCapability, spell } from '../../../knowledge';
import { setValue } from '../../../tree';
import { abstractOf, type RefusedValue, refusedValues } from '../operatorProfile';
import type { PodPart } from '../part';

const object = (capability: string): string => `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: AppArmorProfile
metadata:
  name: shop
spec:
  abstract:
    filesystem:
      readOnlyPaths: [/srv/**]
    capability:
      allowedCapabilities: [${capability}]
`;

export const operatorRefused: Rule<PodPart> = {
  code: 'pod/operator-refused',
  title: 'The operator makes no profile of the AppArmorProfile object',
  category: 'correctness',
  severity: 'error',
  why: 'The Security Profiles Operator checks each value of `spec.abstract` before it writes the AppArmor profile. When it refuses one, no profile is installed, and pods that name the profile do not start. Paths are absolute and have letters, digits, `/ _ - . * ? + @ { }` and blanks; capabilities have no `CAP_`.',
  sources: [
    {
      title: 'security-profiles-operator crd2armor.go',
      url: 'https://github.com/kubernetes-sigs/security-profiles-operator/blob/v1.0.0/internal/pkg/daemon/apparmorprofile/crd2armor/crd2armor.go',
    },
  ],
  example: { path: 'profile.yaml', bad: object('CAP_NET_RAW'), good: object('net_raw') },
  *check({ objects, tree }) {
    for (const one of objects) {
      const abstract = abstractOf(one);
      if (!abstract) continue;
      for (const refused of refusedValues(abstract)) {
        const { node, why } = refused;
        const right = why === 'capability' ? nearest(refused) : undefined;
        const fix =
          right === undefined ? undefined : { title: `Write ${right}`, edits: setValue(tree, node, right), safe: false, preferred: true };
        yield { span: node.span, message: messages[why](String(node.value)), cure: () => [fix] };
      }
    }
  },
};

function nearest({ node }: RefusedValue): string | undefined {
  const word = String(node.value);
  const found = findCapability(word) ?? nearestCapability(word);
  return found && spell(found, 'apparmor');
}

const messages: Readonly<Record<RefusedValue['why'], (value: string) => string>> = {
  name: (value) => `The operator refuses the name "${value}": a profile's name has letters, digits and \`_ . / -\` only.`,
  path: (value) => `The operator refuses the path "${value}": it is not absolute, or has a character that no path may have.`,
  traversal: (value) => `The operator refuses the path "${value}": programs and libraries are named without \`..\`.`,
  capability: (value) => `The operator refuses the capability "${value}": names are AppArmor's, such as \`net_raw\`, without \`CAP_\`.`,
};
