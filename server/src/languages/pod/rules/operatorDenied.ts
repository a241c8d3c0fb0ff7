import type { Report, Rule } from '../../../core';
import type { ScalarNode } from '../../../tree';
import { abstractOf } from '../operatorProfile';
import type { PodPart } from '../part';

const object = (readOnly: string): string => `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: AppArmorProfile
metadata:
  name: shop
spec:
  abstract:
    filesystem:
      readOnlyPaths: [${readOnly}]
      readWritePaths: [/srv/data/**]
`;

export const operatorDenied: Rule<PodPart> = {
  code: 'pod/operator-denied-path',
  title: 'A path that another list of the AppArmorProfile denies',
  category: 'correctness',
  severity: 'warning',
  why: 'For each entry of `readOnlyPaths` the Security Profiles Operator also writes a rule that denies writing, and for each of `writeOnlyPaths` one that denies reading, unless the mode is Complain. A deny rule wins over every rule that allows, so a path below such an entry never gets more.',
  sources: [
    {
      title: 'security-profiles-operator crd2armor.go',
      url: 'https://github.com/kubernetes-sigs/security-profiles-operator/blob/v1.0.0/internal/pkg/daemon/apparmorprofile/crd2armor/crd2armor.go',
    },
  ],
  example: {
    path: 'profile.yaml',
    bad: object('/srv/**'),
    good: object('/srv/static/**'),
  },
  *check({ objects }) {
    for (const one of objects) {
      const abstract = abstractOf(one);
      if (!abstract || abstract.complain) continue;
      const { readOnly, writeOnly, readWrite } = abstract;
      yield* deniedIn([...readWrite, ...writeOnly], readOnly, 'readOnlyPaths', 'writing');
      yield* deniedIn([...readWrite, ...readOnly], writeOnly, 'writeOnlyPaths', 'reading');
    }
  },
};

function* deniedIn(paths: readonly ScalarNode[], denied: readonly ScalarNode[], list: string, what: string): Generator<Report> {
  for (const path of paths) {
    const by = denied.find((one) => isWithin(String(path.value), String(one.value)));
    if (!by) continue;
    yield {
      span: path.span,
      message: `The operator denies ${what} ${String(by.value)}, which is in \`${list}\`; the deny rule wins, so ${what} ${String(path.value)} is denied.`,
      related: [{ span: by.span, message: `Denies ${what}` }],
    };
  }
}

/** Exact paths, and everything below a folder: what can be told without AppArmor's automata. */
function isWithin(path: string, wide: string): boolean {
  const folder = /^([^*?{}@]*\/)\*\*$/.exec(wide)?.[1];
  return path === wide || (folder !== undefined && path.startsWith(folder) && path !== folder);
}
