import { describe, expect, it } from 'vitest';
import { confine, put, useFolder } from './folder';

useFolder();

const template = `apiVersion: v1
kind: Pod
metadata: {name: app}
spec:
  hostNetwork: {{ .Values.net | default false }}
  containers:
    - name: app
      image: x
      securityContext: {{- toYaml .Values.sc | nindent 8 }}
`;

function putChart(): void {
  put('shop/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  put('shop/values.yaml', 'sc: {}\n');
  put('shop/values-dev.yaml', 'sc:\n  privileged: true\n');
  put('shop/templates/pod.yaml', template);
  put('prod.yaml', 'sc:\n  readOnlyRootFileSystem: true\n');
}

describe('check --values --set CHART', () => {
  it('builds the chart with them and shows each finding where its value is written', () => {
    putChart();
    const { stdout, status } = confine(['check', '--values', 'prod.yaml', '--set', 'sc.privileged=true,net=true', 'shop']);
    expect(stdout).toMatch(/^prod\.yaml:2:3 error .*readOnlyRootFilesystem/m);
    expect(stdout).toMatch(/^--set:1:15 warning .*privileged/m);
    expect(stdout).toMatch(/^--set:1:24 warning .*hostNetwork/m);
    // Values for another release.
    expect(stdout).not.toContain('values-dev.yaml');
    expect(status).toBe(1);
  });

  it('leaves the chart as it is without them', () => {
    putChart();
    const { stdout } = confine(['check', 'shop']);
    expect(stdout).toMatch(/^shop\/values-dev\.yaml:2:15 warning .*privileged/m);
    expect(confine(['check', '--set-string', 'net=', '--values', 'shop/values.yaml', 'shop']).status).toBe(0);
  });

  it('explains a template as it is built with them', () => {
    putChart();
    const { stdout } = confine(['explain', '--set', 'sc.runAsUser=7', 'shop/templates/pod.yaml', 'app']);
    expect(stdout).toMatch(/`runAsUser` \| 7 \| container/);
  });

  it.each([
    [['--set', 'sc', 'shop'], 'sc has no value for a key'],
    [['--values', 'nosuch.yaml', 'shop'], 'nosuch.yaml: '],
    [['--values', 'prod.yaml', 'prod.yaml'], '--values and --set are for Helm charts'],
  ])('refuses %j', (args, reason) => {
    putChart();
    const { stderr, status } = confine(['check', ...args]);
    expect(stderr).toContain(reason);
    expect(status).toBe(2);
  });
});
