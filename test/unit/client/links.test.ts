import { expect, it } from 'vitest';
import { linkFinder } from '../../../client/src/links';

const [file, folder, link] = [1, 2, 64];
const types: Readonly<Record<string, number>> = {
  '/w': folder | link,
  '/w/a': folder,
  '/w/a/b': folder,
  '/w/a/b/profile': file,
  '/w/a/key': file | link,
  '/w/home': folder | link,
  '/w/home/user': folder,
  '/w/home/user/profile': file,
};

function finder() {
  const asked: string[] = [];
  const passesLink = linkFinder(async (path) => {
    asked.push(path);
    const type = types[path];
    if (type === undefined) throw new Error('no such file');
    return type;
  });
  return { asked, passesLink };
}

it('finds a link in each part of a path below the root', async () => {
  const { passesLink } = finder();
  expect(await passesLink('/w', '/w/a/b/profile')).toBe(false);
  expect(await passesLink('/w/', '/w/a/b')).toBe(false);
  expect(await passesLink('/w', '/w')).toBe(false);
  expect(await passesLink('/w', '/w/a/key')).toBe(true);
  expect(await passesLink('/w', '/w/home/user/profile')).toBe(true);
  expect(await passesLink('/w', '/w/home')).toBe(true);
});

it('takes what is not there for a link', async () => {
  expect(await finder().passesLink('/w', '/w/a/missing/profile')).toBe(true);
  expect(await finder().passesLink('/w', '/w/a/missing')).toBe(true);
});

it('asks for a folder once for the files in it', async () => {
  const { asked, passesLink } = finder();
  for (let i = 0; i < 50; i++) await passesLink('/w', '/w/a/b/profile');
  expect(asked.filter((path) => path !== '/w/a/b/profile')).toEqual(['/w/a', '/w/a/b']);
});
