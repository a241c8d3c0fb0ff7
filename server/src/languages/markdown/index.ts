import { type Embedded, type Language, type Part, wordTable } from '../../core';
import { lineRegion } from '../../tree';

/** The word after the fence, and the language of the block. Rules without a profile are to be added to one, as in a folder that is not loaded. */
const languages = wordTable({
  apparmor: { language: 'apparmor', name: 'apparmor.d/notes/profile' },
  seccomp: { language: 'seccomp', name: 'profile.json' },
  'containers-policy': { language: 'policy', name: 'policy.json' },
});

/** Code blocks of notes: https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export const markdown: Language = {
  name: 'markdown',
  title: 'Markdown',
  rules: [],
  examplePath: 'notes.md',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text } }], reads: [] }),
  unchecked: () => 'no code block of a language that is checked',
  embeds,
  onlyEmbeds: true,
};

const fence = /^( *)(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*\n/gm;

function embeds({ text }: Part): readonly Embedded[] {
  const found: Embedded[] = [];
  fence.lastIndex = 0;
  for (let match = fence.exec(text); match; match = fence.exec(text)) {
    const [, indent = '', marks = '', word = ''] = match;
    const start = fence.lastIndex;
    const closing = new RegExp(`^ *${marks[0] === '`' ? '`' : '~'}{${marks.length},}[ \\t]*$`, 'm');
    const at = text.slice(start).search(closing);
    const end = at < 0 ? text.length : start + at;
    const known = languages[word.toLowerCase()];
    if (known) found.push({ ...known, ...lineRegion(text, start, end, { indent, accepts: (own) => !closing.test(own) }) });
    const newline = text.indexOf('\n', end);
    fence.lastIndex = newline < 0 ? text.length : newline + 1;
  }
  return found;
}
