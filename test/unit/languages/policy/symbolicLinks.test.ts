import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { resolvedPath } from '../../../../server/src/languages/policy/symbolicLinks';
import { check, explain, open } from '../../../../server/src/service';

const root = 'file:///image/rootfs';
const policyOf = (scope: string) =>
  JSON.stringify({
    default: [{ type: 'reject' }],
    transports: {
      dir: { [scope]: [{ type: 'insecureAcceptAnything' }] },
      'containers-storage': { '': [{ type: 'insecureAcceptAnything' }] },
    },
  });

/** The policy of an image tree with folders and links. */
async function opened(scope: string, links: Readonly<Record<string, string>>, paths: readonly string[] = []) {
  const uri = `${root}/etc/containers/policy.json`;
  const text = policyOf(scope);
  const below = (all: readonly (readonly [string, string])[]) => Object.fromEntries(all.map(([path, value]) => [root + path, value]));
  const files = memoryFiles({ [uri]: text, ...below(paths.map((path) => [path, ''])) }, below(Object.entries(links)));
  const document = await open({ uri, languageId: '', version: 0, text }, files, { context: defaultContext });
  if (!document) throw new Error('not opened');
  const json = (query: string) => explain(document, query, defaultContext);
  return { document, asked: json };
}

describe('a directory that is asked for', () => {
  it('is looked up after its links, relative or absolute in the tree', async () => {
    for (const to of ['var/home', '/var/home', '../var/home']) {
      const { asked } = await opened('/var/home/ann', { '/home': to }, ['/var/home/ann/app/manifest.json']);
      const answer = asked('dir:/home/ann/app');
      expect(answer?.json).toMatchObject({ section: 'scope', scope: '/var/home/ann', identity: '/var/home/ann/app' });
      expect(answer?.markdown).toContain('through the symbolic link `/home`');
    }
  });

  it('is taken as it is where its folders have no links', async () => {
    const { asked } = await opened('/srv/images', {}, ['/srv/images/a/manifest.json']);
    expect(asked('dir:/srv/images/a')?.json).toMatchObject({ identity: '/srv/images/a', scope: '/srv/images' });
    expect(asked('dir:/srv/images')?.markdown).not.toContain('ymbolic link');
  });

  it('says where a link could be that is not known', async () => {
    const { asked } = await opened('/srv/images', {}, ['/srv/images/a/manifest.json']);
    expect(asked('oci:/srv/images/b/c:1')?.markdown).toContain('`/srv/images/b` is not among these files');
    expect(asked('dir:/opt/x')?.markdown).toContain('`/opt` is not among these files');
    expect(asked('dir:/srv/images/a/deep')?.markdown).toContain('those in `/srv/images/a` are not known here');
  });

  it('ends at a ring of links', () => {
    const folders = new Map([
      [
        '',
        new Map([
          ['a', 'b'],
          ['b', 'a'],
        ]),
      ],
    ]);
    expect(resolvedPath('/a/x', { folders }).missing).toBeDefined();
  });
});

describe('a scope with a symbolic link in it', () => {
  it('never matches, and the fix writes where it leads', async () => {
    const { document } = await opened('/home/ann', { '/home': 'var/home' }, ['/var/home/ann/x']);
    const found = check(document, defaultContext, { rules: {} }).find(({ code }) => code === 'policy/scope-never-matches');
    expect(found?.message).toContain('has the symbolic link `/home` in it');
    const { document: good } = await opened('/var/home/ann', { '/home': 'var/home' }, ['/var/home/ann/x']);
    expect(check(good, defaultContext, { rules: {} }).filter(({ code }) => code === 'policy/scope-never-matches')).toEqual([]);
  });
});
