import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../../server/src/core';
import { complete, type Document, hover, open } from '../../../../../server/src/service';
import { atCursor } from '../helpers';
import { openIn } from './helpers';

const opened = async (text: string, name = 'values.yaml') =>
  (await open({ uri: `file:///project/app/${name}`, languageId: 'yaml', version: 1, text }, memoryFiles(), {
    context: defaultContext,
  })) as Document;

async function labels(marked: string, name?: string): Promise<readonly string[]> {
  const { text, offset } = atCursor(marked);
  return complete(await opened(text, name), offset, defaultContext).map(({ label }) => label);
}

async function hoverOn(marked: string, name?: string): Promise<string> {
  const { text, offset } = atCursor(marked);
  return hover(await opened(text, name), offset, defaultContext)?.markdown ?? '';
}

const release = (lines: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  values:\n${lines.replace(/^/gm, '    ')}`;
const application = (lines: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    helm:\n      valuesObject:\n${lines.replace(/^/gm, '        ')}`;

describe('blocks of values', () => {
  it('complete fields, by what the block is called', async () => {
    expect(await labels('web:\n  containerSecurityContext:\n    runAsUser: 1\n    |\n')).toContain('readOnlyRootFilesystem');
    expect(await labels('web:\n  containerSecurityContext:\n    runAsUser: 1\n    |\n')).not.toContain('fsGroup');
    expect(await labels('podSecurityContext:\n  runAsUser: 1\n  |\n')).toContain('fsGroup');
    expect(await labels('podSecurityContext:\n  runAsUser: 1\n  |\n')).not.toContain('privileged');
    expect(await labels('securityContext:\n  runAsUser: 1\n  |\n')).toEqual(expect.arrayContaining(['fsGroup', 'privileged']));
    expect(await labels('image:\n  tag: a\n  |\n')).toEqual([]);
  });

  it('complete values', async () => {
    expect(await labels('securityContext:\n  capabilities:\n    drop: [|]\n')).toContain('ALL');
    expect(await labels('podSecurityContext:\n  seccompProfile:\n    type: |\n')).toContain('RuntimeDefault');
  });

  it('are found in what Flux and Argo CD pass', async () => {
    expect(await labels(release('securityContext:\n  runAsUser: 1\n  |\n'), 'release.yaml')).toContain('privileged');
    expect(await labels(application('podSecurityContext:\n  runAsUser: 1\n  |\n'), 'application.yaml')).toContain('fsGroup');
    expect(await hoverOn(release('securityContext:\n  privil|eged: true\n'), 'release.yaml')).toContain('root on the node');
  });

  it('explain fields and capabilities', async () => {
    expect(await hoverOn('securityContext:\n  capabilities:\n    add: [SYS_AD|MIN]\n')).toContain('SYS_ADMIN');
    expect(await hoverOn('podSecurityContext:\n  fsGr|oup: 1\n')).not.toBe('');
    expect(await hoverOn('image:\n  ta|g: 1\n')).toBe('');
  });

  it('tell the effective value where the chart makes a pod of them', async () => {
    const { text, offset } = atCursor('sc:\n  runAsUs|er: 5\n');
    const template =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: app\n      image: x\n      securityContext: {{- toYaml .Values.sc | nindent 8 }}\n';
    const document = await openIn({ 'values.yaml': text, 'templates/pod.yaml': template }, 'values.yaml');
    expect(hover(document, offset, defaultContext)?.markdown).toContain('container "app"');
  });
});
