import { describe, expect, it } from 'vitest';
import { findings } from './helpers';

async function errorsOf(text: string): Promise<readonly string[]> {
  return (await findings(text)).filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

const template = (podLines: string, containerLines: string) => `{{- if .Values.enabled }}
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
${podLines.replace(/^/gm, '  ')}
  containers:
    - name: app
      image: {{ .Values.image }}
${containerLines.replace(/^/gm, '      ')}
{{- end }}
`;

describe('what a template writes out', () => {
  it.each([
    ['pod/non-root-as-root', template('securityContext:\n  runAsNonRoot: true\n  runAsUser: 0', 'stdin: false')],
    ['pod/non-root-as-root', template('securityContext:\n  runAsNonRoot: true', 'securityContext:\n  runAsUser: 0')],
    ['pod/privileged-escalation', template('x: 1', 'securityContext:\n  privileged: true\n  allowPrivilegeEscalation: false')],
    ['pod/volume-source', template('volumes:\n  - name: ca\n    emptyDir: {}\n    configMap:\n      name: ca', 'stdin: false')],
    ['pod/probe-handler', template('x: 1', 'readinessProbe:\n  grpc:\n    port: 1\n  tcpSocket:\n    port: 1')],
    ['pod/host-users-namespaces', template('hostUsers: false\nhostPID: true', 'stdin: false')],
    ['pod/share-process-host-pid', template('shareProcessNamespace: true\nhostPID: true', 'stdin: false')],
    [
      'pod/privileged-escalation',
      template(
        'x: 1',
        'resources:\n  {{- toYaml .Values.r | nindent 8 }}\nsecurityContext:\n  privileged: true\n  allowPrivilegeEscalation: false',
      ),
    ],
  ])('contradicts itself: %s', async (code, text) => {
    expect(await errorsOf(text)).toContain(code);
  });

  it.each([
    [
      'branches',
      template(
        'x: 1',
        'securityContext:\n  {{- if .Values.p }}\n  privileged: true\n  {{- else }}\n  allowPrivilegeEscalation: false\n  {{- end }}',
      ),
    ],
    [
      'an action beside',
      template('x: 1', 'securityContext:\n  privileged: true\n  allowPrivilegeEscalation: false\n  {{- toYaml .Values.more | nindent 8 }}'),
    ],
    [
      'the container’s own',
      template('securityContext:\n  runAsNonRoot: true\n  runAsUser: 0', 'securityContext:\n  {{- toYaml .Values.own | nindent 8 }}'),
    ],
    [
      'sources of a volume in two branches',
      template(
        'volumes:\n  - name: ca\n    {{- if .Values.bundle }}\n    projected:\n      sources: []\n    {{- else }}\n    configMap:\n      name: ca\n    {{- end }}',
        'stdin: false',
      ),
    ],
    [
      'handlers of a probe in two branches',
      template(
        'x: 1',
        'readinessProbe:\n  {{- if .Values.grpc }}\n  grpc:\n    port: 1\n  {{- else if .Values.tcp }}\n  tcpSocket:\n    port: 1\n  {{- end }}',
      ),
    ],
    ['an unknown value', template('x: 1', 'securityContext:\n  privileged: {{ .Values.p }}\n  allowPrivilegeEscalation: false')],
  ])('is not judged where values may cure it: %s', async (_, text) => {
    expect(await errorsOf(text)).toEqual([]);
  });
});
