import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { forNpm, forVSCode } from '../../scripts/release/readme.mjs';
import { brokenTargets, targetsIn } from '../../scripts/release/targets.mjs';

const text = `![A card](docs/images/hover.png) and [rules](docs/rules/README.md#pods), [docs](https://example.org/a), [here](#install).

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="docs/images/dark/hover.png">
  <img alt="Two themes" src="docs/images/hover.png">
</picture>
`;

it('has pictures inside and absolute links for VS Code, which looks for no files', () => {
  const packaged = forVSCode(text);
  expect(packaged).toMatch(/!\[A card\]\(data:image\/png;base64,iVBOR[\w+/=]+\) and /);
  expect(packaged).toMatch(/!\[Two themes\]\(data:image\/png;base64,/);
  expect(packaged).toContain('[rules](https://github.com/confine-dev/confine/blob/HEAD/docs/rules/README.md#pods)');
  expect(packaged).toContain('[docs](https://example.org/a), [here](#install)');
  expect(packaged).not.toMatch(/\]\(docs|src="docs/);
});

it('has pictures of both themes from the repository for npm', () => {
  const packaged = forNpm(text);
  expect(packaged).toContain('![A card](https://github.com/confine-dev/confine/raw/HEAD/docs/images/hover.png)');
  expect(packaged).toContain('srcset="https://github.com/confine-dev/confine/raw/HEAD/docs/images/dark/hover.png"');
  expect(packaged).not.toMatch(/"docs\/|\]\(docs/);
});

it('rewrites the picture of a link, too', () => {
  expect(forNpm('[![x](a.png)](b.md)')).toBe(
    '[![x](https://github.com/confine-dev/confine/raw/HEAD/a.png)](https://github.com/confine-dev/confine/blob/HEAD/b.md)',
  );
});

it('leaves no link and no picture of the README and the changelog that needs the repository', () => {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    const own = readFileSync(path.join(import.meta.dirname, '../..', name), 'utf8');
    for (const packaged of [forVSCode(own), forNpm(own)]) {
      expect(targetsIn(packaged).length).toBeGreaterThanOrEqual(targetsIn(own).length - (own.match(/<source/g)?.length ?? 0));
      expect(brokenTargets(packaged, [])).toEqual([]);
    }
  }
});

it('finds links and pictures that lead nowhere', () => {
  const broken =
    '## Install it\n\n[a](docs/a.md#b) ![b](b%20c.png) <img src="x.png"> [c](#install-it) [d](#gone) [e](http://example.org) [f](LICENSE)';
  expect(brokenTargets(broken, ['LICENSE', 'b c.png'])).toEqual(['docs/a.md#b', 'x.png', '#gone', 'http://example.org']);
});
