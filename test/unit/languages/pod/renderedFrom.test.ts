import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { check, type Document, open } from '../../../../server/src/service';

const rendered = `---
# Source: shop/templates/web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: x
      securityContext:
        privileged: true
---
# Source: shop/charts/db/templates/db.yaml
apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  hostPID: true
  containers:
    - name: db
      image: y
`;

const template = 'kind: Pod\nspec:\n  containers:\n    - name: web\n      securityContext:\n        privileged: {{ .Values.root }}\n';

async function opened(text: string, files: Readonly<Record<string, string>> = {}, uri = 'stdin:/-'): Promise<Document> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, content]) => [`file:///project/${path}`, content]));
  return (await open({ uri, languageId: '', version: 1, text }, memoryFiles(texts), {
    context: defaultContext,
    language: 'pod',
    workingFolder: { uri: 'file:///project', certain: true },
  })) as Document;
}

const findings = async (...args: Parameters<typeof opened>) =>
  check(await opened(...args), defaultContext, { rules: {} }).filter(({ severity }) => severity !== 'hint');

describe('what a tool rendered names the file that it was rendered from', () => {
  it('by the comment of helm template, document by document', async () => {
    const [privileged, host] = await findings(rendered);
    expect(privileged?.message).toMatch(/ \(rendered from shop\/templates\/web\.yaml\)$/);
    expect(host?.message).toMatch(/ \(rendered from shop\/charts\/db\/templates\/db\.yaml\)$/);
    const place = privileged?.related?.at(-1);
    expect(place?.uri).toBeUndefined();
    expect(rendered.slice(place?.span.start, place?.span.end)).toBe('# Source: shop/templates/web.yaml');
  });

  it.each(['charts/shop-chart/', 'shop/', '', 'deploy/'])('leads to the line of the template in a chart in %s', async (folder) => {
    const files = { [`${folder}Chart.yaml`]: 'apiVersion: v2\nname: shop\n', [`${folder}templates/web.yaml`]: template };
    const [privileged] = await findings(rendered, files);
    expect(privileged?.message).toMatch(/ \(rendered from shop\/templates\/web\.yaml:6\)$/);
    const place = privileged?.related?.at(-1);
    expect(place?.uri).toBe(`file:///project/${folder}templates/web.yaml`);
    expect(template.slice(place?.span.start, place?.span.end)).toBe('privileged: {{ .Values.root }}');
  });

  it('looks around a file that is in the workspace, and never at a chart of another name', async () => {
    const own = { 'a/Chart.yaml': 'name: shop\n', 'a/templates/web.yaml': template };
    const [near] = await findings(rendered, own, 'file:///project/out/all.yaml');
    expect(near?.related?.at(-1)?.uri).toBe('file:///project/a/templates/web.yaml');
    const [other] = await findings(rendered, { ...own, 'a/Chart.yaml': 'name: shopping\n' });
    expect(other?.related?.at(-1)?.uri).toBeUndefined();
  });

  it('names no line where several could have written it', async () => {
    const twice = `${template}${template}`;
    const [privileged] = await findings(rendered, { 'Chart.yaml': 'name: shop\n', 'templates/web.yaml': twice });
    expect(privileged?.message).toMatch(/ \(rendered from shop\/templates\/web\.yaml\)$/);
  });

  it('by the annotation of kustomize build', async () => {
    const annotated =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    config.kubernetes.io/origin: |\n      path: ../base/pod.yaml\nspec:\n  hostPID: true\n  containers:\n    - name: a\n      image: x\n';
    const [host] = await findings(annotated, { 'base/pod.yaml': 'kind: Pod\nspec:\n  hostPID: true\n' });
    expect(host?.message).toMatch(/ \(rendered from base\/pod\.yaml:3\)$/);
    expect(host?.related?.at(-1)?.uri).toBe('file:///project/base/pod.yaml');
  });

  it('leaves other manifests as they are', async () => {
    const [privileged] = await findings(rendered.replace(/^# Source.*\n/gm, '# by hand\n'));
    expect(privileged?.message).not.toContain('rendered from');
    expect(privileged?.related).toBeUndefined();
  });
});
