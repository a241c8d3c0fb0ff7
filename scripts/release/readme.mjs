// The README as packages have it. It is read outside of the repository there, so pictures are inside of it and links are absolute.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../run.mjs';
import { repository } from './artifacts.mjs';

/** `![title](target)` and `[title](target)`, also a picture within a link's title. */
const link = /(!?)\[((?:!\[[^\]]*\]\([^)]*\)|[^\]])*)\]\(([^)\s]+)\)/g;
const picture =
  /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="[^"]+">\s*<img alt="([^"]*)" src="([^"]+)">\s*<\/picture>/g;

const isRelative = (target) => !/^(?:[a-z]+:|#)/i.test(target);

/** The README of the extension: VS Code's details page has no folder to look for pictures in, and no pictures of two themes. */
export const forVSCode = (text) =>
  linked(
    text.replace(picture, (_, title, file) => `![${title}](${file})`),
    inside,
  );

/** The README of the npm package, which shows pictures from the repository. */
export const forNpm = (text) =>
  linked(
    text.replace(/(srcset|src)="([^":]+)"/g, (_, attribute, file) => `${attribute}="${raw(file)}"`),
    raw,
  );

const linked = (text, pictureTarget) =>
  text.replace(link, (_, mark, title, target) => {
    const inner = mark ? title : linked(title, pictureTarget);
    if (!isRelative(target)) return `${mark}[${inner}](${target})`;
    return `${mark}[${inner}](${mark ? pictureTarget(target) : `${repository}/blob/HEAD/${target}`})`;
  });

const raw = (file) => `${repository}/raw/HEAD/${file}`;

const inside = (file) => `data:image/png;base64,${readFileSync(path.join(root, file)).toString('base64')}`;
