import { describe, expect, it } from 'vitest';
import { traceFault } from '../../../../server/src/languages/pod/traceAnnotation';
import { links } from '../../../../server/src/service';
import { contextWith, hoverAt, openPod } from './helpers';

describe('the annotation of the recording hook', () => {
  it.each([
    ['of:/tmp/out.json', undefined],
    ['of:/tmp/out.json;if:/tmp/base.json', undefined],
    ['if:/tmp/base.json;of: /tmp/out.json', undefined],
    ['if:/tmp/base.json', 'needs the file that the hook writes, of:/path/out.json'],
    ['of:out.json', 'needs an absolute path after of:'],
    ['if:base.json;of:/tmp/out.json', 'needs an absolute path after if:'],
    ['of:', 'needs an absolute path after of:'],
    ['/tmp/out.json', 'has "/tmp/out.json", which begins with neither of: nor if:'],
    ['of:/tmp/out.json;', 'has "", which begins with neither of: nor if:'],
    ['of:/tmp/out.json; if:/tmp/base.json', 'has " if:/tmp/base.json", which begins with neither of: nor if:'],
    ['', 'has "", which begins with neither of: nor if:'],
  ])('%j: %s', (value, fault) => {
    expect(traceFault(value)).toBe(fault);
  });

  const fact = (uri: string) => ({ kind: 'seccomp-profile' as const, name: uri.slice('file://'.length), uri, span: { start: 0, end: 1 } });
  const context = contextWith({ facts: ['file:///w/other/out.json', 'file:///w/tmp/out.json', 'file:///w/seccomp/base.json'].map(fact) });

  it('leads to the profiles that the workspace has, the nearest of several', async () => {
    const value = 'if:/etc/base.json;of:/tmp/out.json';
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    io.containers.trace-syscall: "${value}"\nspec:\n  containers: [{ name: app, image: app }]\n`;
    const found = links(await openPod(text, context), context).map(({ span, target }) => [text.slice(span.start, span.end), target]);
    expect(found).toEqual([
      ['/etc/base.json', 'file:///w/seccomp/base.json'],
      ['/tmp/out.json', 'file:///w/tmp/out.json'],
    ]);
    expect(links(await openPod(text.replace('/tmp/out.json', '/tmp/new.json'), context), context)).toHaveLength(1);
  });
});

it('the hover on Unconfined names what can be had without it', async () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  securityContext:\n    seccompProfile: { type: Unconf|ined }\n  containers: [{ name: app, image: app }]\n';
  expect(await hoverAt(text)).toMatch(/switches seccomp off[^|]*`debugger`/);
  expect(await hoverAt(text.replace('Unconf|ined', 'Runtime|Default'))).not.toContain('debugger');
});
