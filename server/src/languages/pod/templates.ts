import type { Template } from '../../core';

/** The security settings that every template shares: restricted at every version, and what the standards leave out. */
const podSettings = (indent: string): string =>
  [
    'automountServiceAccountToken: false',
    'securityContext:',
    '  runAsNonRoot: true',
    '  runAsUser: 10001 # the user that owns the files in the image',
    '  runAsGroup: 10001',
    '  fsGroup: 10001',
    '  fsGroupChangePolicy: OnRootMismatch',
    '  seccompProfile:',
    '    type: RuntimeDefault',
  ]
    .map((line) => indent + line)
    .join('\n');

const container = (indent: string, name: string): string =>
  [
    'containers:',
    `  - name: ${name}`,
    `    image: registry.example/${name}:1.0`,
    '    securityContext:',
    '      allowPrivilegeEscalation: false',
    '      readOnlyRootFilesystem: true',
    '      capabilities:',
    '        drop: [ALL]',
    '    volumeMounts:',
    '      - name: tmp',
    '        mountPath: /tmp',
    'volumes:',
    '  - name: tmp',
    '    emptyDir: {}',
  ]
    .map((line) => indent + line)
    .join('\n');

export const templates: readonly Template[] = [
  {
    title: 'Deployment, hardened',
    description: 'Passes restricted at every version; read-only root, no service account token',
    fileName: 'deployment.yaml',
    languageId: 'yaml',
    text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  labels:
    app.kubernetes.io/name: app
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: app
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app
    spec:
${podSettings('      ')}
${container('      ', 'app')}
`,
  },
  {
    title: 'CronJob, hardened',
    description: 'Passes restricted at every version; read-only root, no service account token',
    fileName: 'cronjob.yaml',
    languageId: 'yaml',
    text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
${podSettings('          ')}
${container('          ', 'report')}
`,
  },
  {
    title: 'Pod, hardened',
    description: 'Passes restricted at every version; read-only root, no service account token',
    fileName: 'pod.yaml',
    languageId: 'yaml',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
${podSettings('  ')}
${container('  ', 'app')}
`,
  },
];
