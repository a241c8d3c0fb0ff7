import { nearest, type Report, type Rule } from '../../../core';
import { get, itemsOf, membersOf, type Node, type ObjectNode, setValue, stringOf, type Tree } from '../../../tree';
import { podSecurityConfigurations } from '../admission';
import { isLevel, isPolicyVersion, levels } from '../namespaces';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { isLabel, isSubdomain } from '../validation/paths';
import { docs } from './authority';

const configuration = (enforce: string) => `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: PodSecurity
    configuration:
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults:
        enforce: ${enforce}
        enforce-version: latest
      exemptions:
        namespaces: [kube-system]
`;

const exemptions: readonly (readonly [list: string, isValid: (name: string) => boolean, what: string])[] = [
  ['namespaces', isLabel, 'the name of a Namespace'],
  ['runtimeClasses', isSubdomain, 'the name of a RuntimeClass'],
  ['usernames', (name) => name !== '', 'the name of a user'],
];

export const admissionConfiguration: Rule<PodPart> = {
  code: 'pod/admission-configuration',
  title: 'A Pod Security configuration that stops the API server',
  category: 'correctness',
  severity: 'error',
  why: 'The API server does not start: it checks the levels, versions and exemptions of the PodSecurity plugin when it loads them. Levels are privileged, baseline and restricted, versions `latest` or `v1.<number>`; an exemption is a valid name and there once.',
  sources: [
    docs(
      'Enforce Pod Security Standards by Configuring the Built-in Admission Controller',
      'tasks/configure-pod-container/enforce-standards-admission-controller/',
    ),
    {
      title: 'kubernetes/pod-security-admission admission/api/validation/validation.go',
      url: 'https://github.com/kubernetes/pod-security-admission/blob/master/admission/api/validation/validation.go',
    },
  ],
  example: { bad: configuration('restrictd'), good: configuration('restricted') },
  *check(part) {
    for (const found of podSecurityConfigurations(part)) {
      yield* ofDefaults(part.tree, get(found, 'defaults'));
      yield* ofExemptions(found);
    }
  },
};

function* ofDefaults(tree: Tree, defaults: Node | undefined): Generator<Report> {
  for (const { key, value } of membersOf(defaults)) {
    const mode = String(key.value);
    const text = stringOf(value);
    const [, version] = /^(?:enforce|warn|audit)(-version)?$/.exec(mode) ?? [mode];
    if (!value || !text || isUnknown(text) || !/^(?:enforce|warn|audit)(?:-version)?$/.test(mode)) continue;
    if (version ? isPolicyVersion(text) : isLevel(text)) continue;
    const meant = version ? /^v?(1\.\d+)/.exec(text)?.[1]?.replace(/^/, 'v') : nearest(text, levels);
    yield {
      span: value.span,
      message: version
        ? `The API server does not start with "${text}" as ${mode}: \`latest\` or \`v1.<number>\`.`
        : `The API server does not start with "${text}" as ${mode}: privileged, baseline or restricted.`,
      ...(meant && { cure: () => [{ title: `Set ${meant}`, edits: setValue(tree, value, meant), safe: false, preferred: true }] }),
    };
  }
}

function* ofExemptions(found: ObjectNode): Generator<Report> {
  for (const [list, isValid, what] of exemptions) {
    const seen = new Set<string>();
    for (const item of itemsOf(get(get(found, 'exemptions'), list))) {
      const name = stringOf(item);
      if (name === undefined || isUnknown(name)) continue;
      if (!isValid(name)) yield { span: item.span, message: `The API server does not start: "${name}" among ${list} is not ${what}.` };
      else if (seen.has(name)) yield { span: item.span, message: `The API server does not start: "${name}" is twice among ${list}.` };
      seen.add(name);
    }
  }
}
