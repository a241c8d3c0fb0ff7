// The licenses of the packages whose code is in the bundles, as their terms require in copies.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

/** The folders of the packages that these files belong to, as package-lock.json names them, also where node_modules is a link to another place. */
export function packagesIn(files) {
  const folders = files.flatMap((file) => /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

/** The text of the notices; throws where a package has no license text. */
export function noticesOf(folders) {
  const packages = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(path.join(root, folder)).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i.test(file));
    const texts = files.sort().map((file) =>
      readFileSync(path.join(root, folder, file), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    );
    if (!texts.some(Boolean)) throw new Error(`${folder} is bundled and has no file with its license`);
    return { title: `${name} ${version} (${license})`, texts };
  });
  const list = packages.map(({ title }) => `  ${title}`);
  const sections = packages.map(({ title, texts }) => [line, title, line, '', ...texts.flatMap((text) => [text, ''])].join('\n'));
  return `Confine has code of these packages in it. Their licenses follow.\n\n${list.join('\n')}\n\n${sections.join('\n')}`;
}

const line = '-'.repeat(80);
