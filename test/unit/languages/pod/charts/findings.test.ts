import { describe, expect, it } from 'vitest';
import { contextWith } from '../helpers';
import { coverageIn, findingsIn, fixedBy, listed } from './helpers';

const template = `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  {{- with .Values.podSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  hostPID: true
  containers:
    - name: app
      image: {{ .Values.image | quote }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
`;

const values = `image: registry.example/app:1
# who runs it
podSecurityContext:
  runAsNonRoot: true
  seccompProfil: {type: RuntimeDefault}
securityContext:
  privileged: true # needs the device
  allowPrivilegeEscalation: false
  capabilities:
    drop: [all]
`;

const chart = { 'values.yaml': values, 'templates/pod.yaml': template };

describe('a pod of a chart is judged as built', () => {
  it('shows a finding in the file that causes it', async () => {
    expect(await listed(chart, 'values.yaml')).toEqual([
      'pod/unknown-field 5',
      'pod/privileged 7',
      'pod/privileged-escalation 8',
      'pod/capability-name 10',
    ]);
    expect(await listed(chart, 'templates/pod.yaml')).toEqual(['pod/host-namespaces 10']);
  });

  it('fixes the file that causes it and keeps what is around', async () => {
    expect(await fixedBy(chart, 'values.yaml', 'pod/privileged')).toBe(values.replace('privileged: true #', 'privileged: false #'));
    expect(await fixedBy(chart, 'values.yaml', 'pod/unknown-field')).toBe(values.replace('seccompProfil:', 'seccompProfile:'));
    expect(await fixedBy(chart, 'templates/pod.yaml', 'pod/host-namespaces')).toBe(template.replace('hostPID: true', 'hostPID: false'));
  });

  it('adds a setting to the values where the block comes from them', async () => {
    const bare = {
      ...chart,
      'values.yaml':
        'image: a\npodSecurityContext:\n  runAsNonRoot: true\nsecurityContext:\n  # none yet\n  readOnlyRootFilesystem: true\n',
    };
    const asked = contextWith({ podSecurity: 'restricted' });
    const all = await findingsIn(bare, 'templates/pod.yaml', asked);
    expect(all.map(({ code }) => code)).toContain('pod/allow-privilege-escalation');
  });

  it('is cured by values alone', async () => {
    const cured = `image: a\npodSecurityContext: {}\nsecurityContext:\n  privileged: false\n`;
    expect(await listed({ ...chart, 'values.yaml': cured }, 'values.yaml')).toEqual([]);
  });

  it('judges other values files by what they change', async () => {
    const files = {
      ...chart,
      'values.yaml': 'image: a\nsecurityContext: {}\n',
      'values-prod.yaml': 'securityContext:\n  privileged: true\n',
    };
    expect(await listed(files, 'values.yaml')).toEqual([]);
    expect(await listed(files, 'values-prod.yaml')).toEqual(['pod/privileged 2']);
  });

  it('sends what a helper writes to the template that includes it', async () => {
    const files = {
      'values.yaml': 'a: 1\n',
      'templates/_h.tpl': '{{ define "sc" }}\nprivileged: true\n{{ end }}',
      'templates/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: app\n      image: x\n      securityContext:\n        {{- include "sc" . | indent 8 }}\n',
    };
    expect(await listed(files, 'templates/pod.yaml')).toEqual(['pod/privileged 9']);
  });

  it('honors a comment of the values file that silences a rule', async () => {
    const silenced = values.replace('privileged: true #', 'privileged: true # confine-ignore pod/privileged:');
    expect(await listed({ ...chart, 'values.yaml': silenced }, 'values.yaml')).not.toContain('pod/privileged 7');
  });

  it('says what could not be evaluated, and judges that as it is written', async () => {
    const files = {
      ...chart,
      'templates/pod.yaml': `{{- $x := lookup "v1" "Secret" "a" "b" }}\n{{- if $x }}\n# there\n{{- end }}\n${template}`,
    };
    expect(await coverageIn(files, 'templates/pod.yaml')).toEqual({ partial: 'a template: lookup' });
    expect(await listed(files, 'templates/pod.yaml')).toEqual(['pod/host-namespaces 14']);
    expect(await coverageIn(chart, 'templates/pod.yaml')).toEqual({});
  });

  it('leaves a template alone that no chart surrounds', async () => {
    const all = await findingsIn({ 'Chart.yaml': '', 'templates/pod.yaml': template }, 'templates/pod.yaml');
    expect(all.map(({ code }) => code)).toContain('pod/host-namespaces');
  });
});
