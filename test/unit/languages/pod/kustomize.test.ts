import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf, memoryFiles } from '../../../../server/src/core';
import { actionsAt, check, complete, type Document, fixesAt, hover, open } from '../../../../server/src/service';
import { contextWith, settings } from './helpers';

const uri = 'file:///deploy/kustomization.yaml';
const opened = async (text: string, name = uri, context: Context = defaultContext) =>
  open({ uri: name, languageId: 'yaml', version: 1, text }, memoryFiles(), { context });

const kustomization = `resources:
  - ../base
images:
  - name: web
    newTag: "1.5"
patches:
  - target: {kind: Deployment}
    patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        template:
          spec:
            containers:
              - name: app # keep
                image: web
                securityContext:
                  privileged: true
  - path: other.yaml
  - patch: |
      - op: add
        path: /metadata/labels/x
        value: y
patchesStrategicMerge:
  - extra.yaml
  - |
    apiVersion: v1
    kind: Pod
    metadata:
      name: debug
    spec:
      hostPID: true
commonLabels:
  app: web
`;

const said = (document: Document | undefined, text: string, context: Context = defaultContext) =>
  document ? check(document, context, settings).map(({ code, span }) => `${code.slice(4)} ${text.slice(span.start, span.end)}`) : [];

describe('a kustomization', () => {
  it('has its patches judged where they stand, for what they say and not for what they lack', async () => {
    const wanted = ['privileged true', 'host-namespaces true'];
    expect(said(await opened(kustomization), kustomization)).toEqual(wanted);
    const asked = contextWith({ podSecurity: 'restricted' });
    expect(said(await opened(kustomization, uri, asked), kustomization, asked)).toEqual(wanted);
  });

  it('is known by its API group under another name, and left alone without resources', async () => {
    const named = `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${kustomization}`;
    expect(said(await opened(named, 'file:///deploy/overlay.yaml'), named)).toHaveLength(2);
    expect(said(await opened('resources: [a.yaml]\n'), '')).toEqual([]);
    expect(await opened('namePrefix: a-\n')).toBeUndefined();
    expect(said(await opened('patches: [{patch: 1}, {}, x]\npatchesStrategicMerge: {}\n'), '')).toEqual([]);
  });

  it('keeps its layout when a patch is fixed or hardened', async () => {
    const document = (await opened(kustomization)) as Document;
    const at = kustomization.indexOf('true');
    const [fix] = fixesAt(document, { start: at, end: at }, defaultContext, settings).flatMap(({ fixes }) => fixes);
    const fixed = kustomization.replace('privileged: true', 'privileged: false');
    expect(applyEdits(kustomization, fix ? editsOf(fix) : [])).toBe(fixed);
    const bare = kustomization.replace('hostPID: true', 'hostPID: true\n      hostIPC: true');
    const inPod = (await opened(bare)) as Document;
    const place = bare.indexOf('hostIPC');
    const whole = actionsAt(inPod, { start: place, end: place }, defaultContext).find(({ title }) => title.includes('baseline'));
    expect(applyEdits(bare, whole ? editsOf(whole) : [])).toBe(
      bare.replace('hostPID: true\n      hostIPC: true', 'hostPID: false\n      hostIPC: false'),
    );
    const action = actionsAt(document, { start: at, end: at }, defaultContext).find(({ title }) => title.includes('baseline'));
    expect(applyEdits(kustomization, action ? editsOf(action) : [])).toBe(fixed);
  });

  it('gets no more than what it says put right', async () => {
    const context = contextWith({ podSecurity: 'restricted' });
    const document = (await opened(kustomization, uri, context)) as Document;
    const at = kustomization.indexOf('true');
    const action = actionsAt(document, { start: at, end: at }, context).find(({ title }) => title.includes('restricted'));
    expect(applyEdits(kustomization, action ? editsOf(action) : [])).toBe(kustomization.replace('privileged: true', 'privileged: false'));
  });

  it('answers inside of a patch and nowhere else', async () => {
    const document = (await opened(kustomization)) as Document;
    const offset = kustomization.indexOf('privileged') + 2;
    const card = hover(document, offset, defaultContext);
    expect(card?.markdown).toContain('Effective');
    expect(card && kustomization.slice(card.span.start, card.span.end)).toBe('privileged');
    const text = kustomization.replace('privileged: true', 'capabilities: {add: [NET]}');
    const items = complete((await opened(text)) as Document, text.indexOf('NET]') + 3, defaultContext);
    expect(items.map(({ label }) => label)).toContain('NET_BIND_SERVICE');
    expect(hover(document, kustomization.indexOf('newTag'), defaultContext)).toBeUndefined();
    expect(hover(document, kustomization.indexOf('commonLabels'), defaultContext)).toBeUndefined();
  });
});
