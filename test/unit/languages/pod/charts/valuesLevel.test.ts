import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles } from '../../../../../server/src/core';
import { actionsAt, check, complete, type Document, harden, hover, lenses, open } from '../../../../../server/src/service';
import { atCursor } from '../helpers';
import { openIn } from './helpers';

/** As the scaffold of `helm create` writes them. */
const template = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      {{- with .Values.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: web
          {{- with .Values.securityContext }}
          securityContext:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          image: {{ .Values.image }}
`;

const scaffold = `image: registry.example/web:1
# of the pod
podSecurityContext: {}
securityContext: {}
  # capabilities:
  #   drop: [ALL]
other: 1
`;

const inChart = (values: string) => openIn({ 'values.yaml': values, 'templates/web.yaml': template }, 'values.yaml');
const titles = (document: Document) =>
  lenses(document, defaultContext, { rules: {} }).map(({ title, span }) => `${document.source.text.slice(span.start, span.end)}: ${title}`);

function hardened(document: Document): string {
  const { text } = document.source;
  const [action] = harden(document, undefined, defaultContext, { rules: {} });
  return action ? applyEdits(text, editsOf(action)) : text;
}

const releaseText = (chart: string, values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: a\nspec:\n  chart:\n    spec:\n      chart: ${chart}\n  values:\n${values.replace(/^(?=.)/gm, '    ')}`;

async function release(text: string, files: Readonly<Record<string, string>> = {}): Promise<Document> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, content]) => [`file:///repo/${path}`, content]));
  return (await open({ uri: 'file:///repo/clusters/prod/app.yaml', languageId: 'yaml', version: 1, text }, memoryFiles(texts), {
    context: defaultContext,
  })) as Document;
}

const findings = (document: Document) =>
  check(document, defaultContext, { rules: {} })
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code, span }) => `${code} ${document.source.text.slice(0, span.start).split('\n').length}`);

describe('the level of the pods that values make', () => {
  it('is said over each block, also one that is empty', async () => {
    expect(titles(await inChart(scaffold))).toEqual([
      'podSecurityContext: Deployment app: baseline ✓ · restricted ✗ 4',
      'podSecurityContext: Harden',
      'securityContext: Deployment app: baseline ✓ · restricted ✗ 4',
      'securityContext: Harden',
    ]);
    expect(titles(await inChart('podSecurityContext:\n  runAsNonRoot: true\nother:\n  securityContext: {}\n'))).toEqual([
      'podSecurityContext: Deployment app: baseline ✓ · restricted ✗ 3',
      'podSecurityContext: Harden',
    ]);
  });

  it('is reached by hardening the values, and the rest of the file stays as it is', async () => {
    const after = hardened(await inChart(scaffold));
    expect(after).toContain('# of the pod\n');
    expect(after).toContain('other: 1\n');
    const document = await inChart(after);
    expect(document.loaded.parts).toHaveLength(1);
    expect(titles(document).filter((title) => title.includes('restricted ✓'))).toHaveLength(2);
    expect(hardened(document)).toBe(after);
  });

  it('keeps what a block says already', async () => {
    const after = hardened(await inChart('podSecurityContext:\n  fsGroup: 5 # files\nsecurityContext:\n  privileged: true\n'));
    expect(after).not.toContain('privileged: true');
    expect(after).toContain('fsGroup: 5 # files');
    expect(after).not.toContain('privileged: true');
    expect(titles(await inChart(after)).filter((title) => title.includes('restricted ✓'))).toHaveLength(2);
  });

  it('concerns the block at a place alone', async () => {
    const document = await inChart(scaffold);
    const at = scaffold.indexOf('podSecurityContext');
    const [action] = actionsAt(document, { start: at, end: at }, defaultContext).filter(({ kind }) => kind === 'harden');
    expect(action?.title).toBe('Harden the pod that these values make to restricted…');
    const outside = scaffold.indexOf('other');
    expect(actionsAt(document, { start: outside, end: outside }, defaultContext).filter(({ kind }) => kind === 'harden')).toEqual([]);
  });
});

describe('values that Flux and Argo CD pass', () => {
  const chart = {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'charts/web/values.yaml': scaffold,
    'charts/web/templates/web.yaml': template,
  };
  const values = 'podSecurityContext:\n  runAsNonRoot: true\nsecurityContext:\n  privileged: true\n  readOnlyRootFileSystem: true\n';

  it.each(['./charts/web', 'charts/web', 'web'])('are judged in the pods of the chart %s of the workspace', async (name) => {
    const document = await release(releaseText(name, values), chart);
    expect(findings(document)).toEqual(['pod/privileged 13', 'pod/unknown-field 14']);
    expect(titles(document)[0]).toMatch(/^podSecurityContext: Deployment web: baseline ✗ 1/);
    expect(hardened(document)).toContain('    podSecurityContext:\n      runAsNonRoot: true\n');
    expect(hardened(document)).not.toContain('privileged: true');
  });

  it('are judged as in any pod where the chart comes from elsewhere, and keys of the chart itself pass', async () => {
    const own = 'web:\n  containerSecurityContext:\n    enabled: true\n    privileged: true\nhostNetwork: true\n';
    expect(findings(await release(releaseText('remote', own)))).toEqual(['pod/privileged 13', 'pod/host-namespaces 14']);
    expect(findings(await release(releaseText('remote', 'image: {tag: "1"}\n')))).toEqual([]);
  });

  it.each([
    ['valuesObject', '      valuesObject:\n        securityContext:\n          privileged: true\n', 9],
    ['values', '      values: |\n        securityContext:\n          privileged: true\n', 9],
    ['parameters', '      parameters:\n        - name: securityContext.privileged\n          value: "true"\n', 9],
  ])('are found in %s of an Application', async (_, helm, line) => {
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    path: charts/web\n    helm:\n${helm}`;
    expect(findings(await release(text, chart))).toEqual([`pod/privileged ${line}`]);
    expect(findings(await release(text))).toEqual([`pod/privileged ${line}`]);
  });

  it('have settings of the pod itself with hover and values', async () => {
    const { text, offset } = atCursor(releaseText('remote', 'web:\n  hostNet|work: true\n'));
    expect(hover(await release(text), offset, defaultContext)?.markdown).toMatch(/network/i);
    const at = atCursor(releaseText('remote', 'hostPID: |\n'));
    expect(complete(await release(at.text), at.offset, defaultContext).map(({ label }) => label)).toContain('false');
  });
});

describe('blocks for a chart that is not in the workspace', () => {
  const said = async (values: string) =>
    check(await release(releaseText('unknown', values)), defaultContext, { rules: {} })
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ code }) => code);

  it.each([
    ['a pod’s fields below plain securityContext', 'defaultPodOptions:\n  securityContext:\n    runAsUser: 1000\n    fsGroup: 1000\n'],
    ['fields of both', 'securityContext:\n  fsGroup: 1000\n  readOnlyRootFilesystem: true\n  supplementalGroups: [1]\n'],
    ['words of the chart', 'securityContext:\n  enabled: true\n  capabilities:\n    agent: [CHOWN, BPF]\n    init: [SYS_ADMIN]\n'],
    ['words of the chart below a pod’s', 'podSecurityContext:\n  seccompProfile:\n    type: RuntimeDefault\n    path: x\n'],
  ])('%s are no mistakes', async (_, values) => {
    expect(await said(values)).toEqual([]);
  });

  it.each([
    ['securityContext:\n  fsGroup: 1000\n  privileged: true\n', 'pod/privileged'],
    ['securityContext:\n  fsGroup: 1000\n  sysctls:\n    - {name: kernel.msgmax, value: "1"}\n', 'pod/sysctls'],
    ['securityContext:\n  capabilities:\n    add: [SYS_ADMIN]\n    agent: [BPF]\n', 'pod/capabilities-baseline'],
    ['securityContext:\n  fsGroup: text\n', 'pod/field-type'],
  ])('%j is still judged', async (values, code) => {
    expect(await said(values)).toContain(code);
  });
});
