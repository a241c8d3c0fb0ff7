import { expect, it } from 'vitest';
import { forNpm, forVSCode } from '../../scripts/release/readme.mjs';

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
