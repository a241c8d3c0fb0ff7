import { expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { baseline } from '../../../../server/src/languages/apparmor/baseline';
import { lenses } from '../../../../server/src/languages/apparmor/lenses';
import { open } from './helpers';

async function shown(text: string) {
  return lenses(await open(text), defaultContext).map(({ span, title }) => `${text.slice(span.start, span.end)}: ${title}`);
}

it('counts what a profile for containers allows more and less than the default', async () => {
  const { text } = baseline(undefined, defaultContext);
  expect(await shown(text)).toEqual(['docker-default: same as docker-default']);
  const own = text
    .replace(/^ *deny mount,\n/m, '')
    .replace(/^ *file,\n/m, '  /srv/** r,\n')
    .replace('docker-default', 'docker-web');
  expect((await shown(own))[0]).toMatch(/^docker-web: vs docker-default: \d+ more, \d+ fewer/);
});

it.each([
  ['a profile that attaches to a program', 'profile web /usr/bin/web {\n}\n'],
  ['a profile named by its program', '/usr/bin/web {\n}\n'],
  ['a profile that confines nothing', 'profile web flags=(unconfined) {\n}\n'],
])('says nothing over %s', async (_, text) => {
  expect(await shown(text)).toEqual([]);
});
