/** Comments that the build of the collection apparmor.d reads (its docs/development/directives.md and dbus.md). */

import { bold, code, type Hover, link, md, ours, paragraphs, span, wordTable } from '../../../../core';

const meanings: Readonly<Record<string, string>> = wordTable({
  only: 'Keeps the line that it ends, or the paragraph below it, in builds for these targets alone.',
  exclude: 'Leaves the line that it ends, or the paragraph below it, out of builds for these targets.',
  dbus: 'The build puts dbus rules here: `own` those of a service that the program offers, `talk` those for speaking with one.',
  exec: 'The build puts rules here that execute the programs of these profiles (their `@{exec_path}`), with `Px` where no other mode comes first.',
  stack: 'The build puts the rules of these profiles here, for a program that runs under both; `X` keeps their exec rules.',
  lint: "The collection's own linter skips this check here.",
});

const manual = link(md`apparmor.d: directives`, 'https://apparmor.pujol.io/development/directives/');

export function directiveHover(text: string, offset: number): Hover | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = /^[^\n]*/.exec(text.slice(lineStart, lineStart + 1000))?.[0] ?? '';
  const found = /#aa:(\w+).*/.exec(line);
  const meaning = meanings[found?.[1] ?? ''];
  if (!found || !meaning || offset < lineStart + found.index) return undefined;
  const start = lineStart + found.index;
  return {
    span: span(start, start + found[0].trimEnd().length),
    markdown: paragraphs(
      md`${bold(code(`#aa:${found[1]}`))} · build directive`,
      ours(meaning),
      md`For apparmor_parser it is a comment. ${manual}`,
    ),
  };
}
