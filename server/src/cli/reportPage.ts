import MarkdownIt from 'markdown-it';
import type { Markdown } from '../core';

/** Everything that the page needs is in it: it loads nothing and runs nothing. The colors have the contrast of WCAG AA in both themes. */
const style = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --line: #c9d1d9; --head: #f3f5f7; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --line: #3d444d; --head: #161b22; --link: #79c0ff; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
a { color: var(--link); }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--link); }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; }
th { background: var(--head); }
code { font-family: ui-monospace, monospace; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; }
@media print { .wide { overflow: visible; } nav { display: none; } }
`;

/** A report as one page of HTML: a title, a list of its sections, and tables that scroll by keyboard where they are wide. */
export function pageOf(title: string, report: Markdown): string {
  // Text of files is escaped in the Markdown already; what would be HTML stays text.
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const tokens = markdown.parse(report, {});
  const sections: string[] = [];
  tokens.forEach((token, i) => {
    if (token.type !== 'heading_open' || token.tag !== 'h2') return;
    sections.push(tokens[i + 1]?.content ?? '');
    token.attrSet('id', idOf(sections.length));
  });
  let section = 0;
  markdown.renderer.rules.heading_open = (all, i, options, _, self) => {
    if (all[i]?.tag === 'h2') section += 1;
    return self.renderToken(all, i, options);
  };
  markdown.renderer.rules.table_open = () => `<div class="wide" role="region" tabindex="0" aria-labelledby="${idOf(section)}">\n<table>\n`;
  markdown.renderer.rules.table_close = () => '</table>\n</div>\n';
  markdown.renderer.rules.th_open = () => '<th scope="col">';
  const links = sections.map((name, i) => `<li><a href="#${idOf(i + 1)}">${markdown.renderInline(name)}</a></li>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${markdown.utils.escapeHtml(title)}</title><style>${style}</style></head>`,
    '<body>',
    ...(links.length > 1 ? [`<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`] : []),
    `<main>\n${markdown.renderer.render(tokens, markdown.options, {})}</main>`,
    '</body></html>\n',
  ].join('\n');
}

const idOf = (section: number): string => `section-${section}`;
