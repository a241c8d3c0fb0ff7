import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const text = (name: string) => readFileSync(path.join(root, name), 'utf8');
const { stdout } = spawnSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
const pages = stdout.split('\n').filter((name) => /^(?:[A-Z]+|docs\/[\w.-]+)\.md$/.test(name));

/** The name that GitHub gives a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (page: string) => [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading as string));

describe('pages', () => {
  it('lead to files and headings that exist', () => {
    const links = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(([, link, picture]) => ({
        page,
        target: (link ?? picture) as string,
      })),
    );
    expect(links.length).toBeGreaterThan(60);
    const broken = links.filter(({ page, target }) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [file = '', heading] = target.split('#');
      const to = file ? path.join(path.dirname(page), file) : page;
      return !existsSync(path.join(root, to)) || (heading !== undefined && !anchorsOf(to).includes(heading));
    });
    expect(broken).toEqual([]);
  });

  it('are all in the index', () => {
    const index = text('docs/README.md');
    const missing = readdirSync(path.join(root, 'docs')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md' && !index.includes(`(${name})`),
    );
    expect(missing).toEqual([]);
  });
});

it('the README says what Confine is, then how to install it', () => {
  const [, lead = '', heading] = /^# Confine\n\n([\s\S]*?)\n\n## (.*)$/m.exec(text('README.md')) ?? [];
  expect(heading).toBe('Install');
  expect(lead.match(/[.](?:\s|$)/g)).toHaveLength(2);
});
