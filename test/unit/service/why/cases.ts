import { expect } from 'vitest';
import { applyEdits, editsOf } from '../../../../server/src/core';
import { placeText, whyOf } from '../../../helpers/why';

export const pod = (spec: string, more = '') => `apiVersion: v1
kind: Pod
metadata:
  name: till
${more}spec:
${spec}`;

export const deployment = (name: string, spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
${spec}`;

export const plainPod = pod(`  containers:
  - name: till
    image: registry.example.org/till:1
`);

export const hardened = deployment(
  'till',
  `      containers:
      - name: till
        image: registry.example.org/till:1
        securityContext:
          runAsUser: 1000
          readOnlyRootFilesystem: true
          allowPrivilegeEscalation: false
          capabilities:
            drop: ["ALL"]
        volumeMounts:
        - name: settings
          mountPath: /etc/till
        - name: scratch
          mountPath: /scratch
      - name: log
        image: registry.example.org/log:1
      volumes:
      - name: settings
        configMap: {name: till}
      - name: scratch
        emptyDir: {}
`,
);

const calls = (...without: readonly string[]) =>
  [
    'bind',
    'chown',
    'clone',
    'clone3',
    'execve',
    'fchownat',
    'lchown',
    'fchown',
    'mkdir',
    'mkdirat',
    'openat',
    'openat2',
    'open',
    'rmdir',
    'setgid',
    'setgroups',
    'setresgid',
    'setresuid',
    'setuid',
    'socket',
    'unlinkat',
    'write',
  ].filter((name) => !without.includes(name));

export const profile = (...without: readonly string[]) =>
  JSON.stringify(
    {
      defaultAction: 'SCMP_ACT_ERRNO',
      architectures: ['SCMP_ARCH_X86_64'],
      syscalls: [{ names: calls(...without), action: 'SCMP_ACT_ALLOW' }],
    },
    null,
    2,
  );

export const underSeccomp = pod(`  containers:
  - name: till
    image: registry.example.org/till:1
    securityContext:
      seccompProfile:
        type: Localhost
        localhostProfile: till.json
`);

export interface Case {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  /** Each answer as `certainty layer file:line`, in order. */
  readonly answers: readonly string[];
  /** Of all messages together. */
  readonly says?: RegExp;
}

/** Compares what is answered with what is wanted; a text without an answer has to be listed as such. */
export async function expectAnswers({ text, files, answers, says }: Case): Promise<void> {
  const report = await whyOf(text, files);
  expect(report.answers.map(placeText)).toEqual(answers);
  if (says) expect(report.answers.map(({ message, fix }) => `${message} ${fix?.title ?? ''}`).join('\n')).toMatch(says);
  if (answers.length === 0) expect(report.unread.length).toBeGreaterThan(0);
}

/** What each fix makes of the file that it changes. */
export async function fixed(text: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { answers } = await whyOf(text, files);
  return answers.flatMap(({ decides, fix }) => (decides && fix && editsOf(fix).length > 0 ? [applyEdits(decides.text, editsOf(fix))] : []));
}
