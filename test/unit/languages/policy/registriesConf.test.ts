import { describe, expect, it } from 'vitest';
import { codesIn, findingsIn, fixedIn } from './helpers';

const at = (target = 'latest', path = 'registries.conf') => ({ path, context: { policy: { target } } });
const severities = async (text: string, code: string, target?: string, path?: string) =>
  (await findingsIn(text, at(target, path))).filter((finding) => finding.code === `policy/${code}`).map(({ severity }) => severity);

describe('aliases', () => {
  it.each([
    ['"app" = "quay.io/team/app"', 0],
    ['"team/app" = "registry.example.com:5000/app"', 0],
    ['"app" = "localhost/app"', 0],
    ['"app" = ""', 0],
    ['"app" = "quay.io/team/app:1"', 1],
    [`"app" = "quay.io/app@sha256:${'0'.repeat(64)}"`, 1],
    ['"app:1" = "quay.io/team/app"', 1],
    ['"quay.io/app" = "quay.io/team/app"', 1],
    ['"app" = "app"', 1],
    ['"app" = "team/app"', 1],
    ['"App" = "quay.io/App"', 2],
  ])('%s', async (line, count) => {
    expect(await severities(`[aliases]\n${line}\n`, 'short-name-alias')).toEqual(Array(count).fill('error'));
  });
});

describe('search registries', () => {
  it.each([
    ['"docker.io", "registry.example.com:5000", "localhost", "quay.io/"', 0],
    ['"docker.io/library"', 1],
    ['"https://quay.io"', 1],
    ['""', 1],
    ['"*.example.com"', 1],
  ])('%s', async (list, count) => {
    expect(await severities(`unqualified-search-registries = [${list}]\n`, 'search-registry')).toHaveLength(count);
    expect(await severities(`[registries.search]\nregistries = [${list}]\n`, 'search-registry')).toHaveLength(count);
  });
  it('keeps the host', async () => {
    expect(await fixedIn('unqualified-search-registries = ["https://quay.io/team"]\n', 'search-registry', at())).toBe(
      'unqualified-search-registries = ["quay.io"]\n',
    );
  });
});

it.each([
  ['enforcing', 0],
  ['permissive', 0],
  ['disabled', 0],
  ['', 0],
  ['strict', 1],
  ['Enforcing', 1],
])('short-name-mode %s', async (mode, count) => {
  expect(await severities(`short-name-mode = "${mode}"\n`, 'short-name-mode')).toHaveLength(count);
});

describe('the first version of the format', () => {
  const first = '[registries.search]\nregistries = ["docker.io"]\n';
  it.each([
    ['latest', 'error'],
    ['podman 6.0', 'error'],
    ['podman 5.8', 'information'],
    ['debian 12', 'information'],
  ])('%s', async (target, severity) => expect(await severities(first, 'registries-first-version', target)).toEqual([severity]));

  it.each(['short-name-mode = "enforcing"', '[aliases]\n"app" = "quay.io/app"', '[[registry]]\nlocation = "quay.io"'])(
    'is refused by every reader beside %s',
    async (other) => {
      const text = other.startsWith('short') ? `${other}\n${first}` : `${first}\n${other}\n`;
      expect(await severities(text, 'registries-first-version', 'podman 4.9')).toEqual(['error']);
    },
  );
  it('is refused in a drop-in', async () => {
    expect(await severities(first, 'registries-first-version', 'podman 5.0', 'registries.conf.d/10.conf')).toEqual(['error']);
  });
  it('is written in the second version, with the comments', async () => {
    const text = [
      '# ours',
      '[registries.search]',
      'registries = ["docker.io", "quay.io"] # in this order',
      '',
      '[registries.insecure]',
      'registries = ["lab.example.com:5000", "old.example.com"]',
      '',
      '# never',
      '[registries.block]',
      'registries = ["old.example.com"]',
      '',
    ].join('\n');
    const after = (await fixedIn(text, 'registries-first-version', at())) ?? '';
    expect(after).toContain('# ours\nunqualified-search-registries = ["docker.io", "quay.io"]\n');
    expect(after).toContain('[[registry]]\nlocation = "old.example.com"\ninsecure = true\nblocked = true');
    expect(after).toContain('[[registry]]\nlocation = "lab.example.com:5000"\ninsecure = true');
    expect(after).toContain('# never');
    expect(await codesIn(after, at())).toEqual([]);
  });
});
