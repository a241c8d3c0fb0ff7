// Where the links and pictures of a packaged text lead.

import markdownIt from 'markdown-it';

const markdown = markdownIt({ html: true });

/** Links and pictures that a reader of the package can't follow: `names` are the files beside the text. A link to a section needs its heading. */
export function brokenTargets(text, names) {
  const headings = new Set([...text.matchAll(/^#+ +(.+)$/gm)].map(([, title]) => anchorOf(title)));
  return targetsIn(text).filter((target) => {
    if (/^(?:https:\/\/|data:image\/|mailto:)/.test(target)) return false;
    if (target.startsWith('#')) return !headings.has(target.slice(1));
    return !names.includes(decodeURIComponent(target.replace(/#.*/, '')));
  });
}

/** Each target of a link or a picture, in Markdown or HTML. */
export const targetsIn = (text) =>
  [...markdown.render(text).matchAll(/\s(?:href|src|srcset)="([^"]*)"/g)].map(([, target]) => target.replaceAll('&amp;', '&'));

const anchorOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
