import { memo } from '../core';
import type { CheckedFile, ReportedFinding } from './checkedFile';
import { linesIn } from './checkedFile';

/**
 * Names each finding of a file by what it is about, not by where it is: the rule, the text of its line and of the lines that enclose it by
 * indentation, and how many such there were before. It stays the same when lines move; 16 hexadecimal digits.
 */
export const fingerprintsOf = memo((file: CheckedFile): ReadonlyMap<ReportedFinding, string> => {
  const place = enclosedLines(file.text);
  const counts = new Map<string, number>();
  const named = new Map<ReportedFinding, string>();
  for (const finding of file.findings) {
    const subject = `${finding.code}\n${place(linesIn(file).positionAt(finding.span.start).line)}`;
    const before = counts.get(subject) ?? 0;
    counts.set(subject, before + 1);
    named.set(finding, digest(`${subject}\n${before}`));
  }
  return named;
});

/** For each line the digest of its text and of those around it that are less indented. */
function enclosedLines(text: string): (line: number) => string {
  const digests: string[] = [];
  const open: { readonly indent: number; readonly digest: string }[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim();
    // A comment encloses nothing, wherever it begins.
    if (/^(?:#|\/\/|$)/.test(words)) {
      digests.push(digest(`${open.at(-1)?.digest ?? ''}\n${words}`));
      continue;
    }
    const indent = line.search(/\S/);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const own = digest(`${open.at(-1)?.digest ?? ''}\n${words.replace(/\s+/g, ' ').replace(/,$/, '')}`);
    digests.push(own);
    open.push({ indent, digest: own });
  }
  return (line) => digests[line] ?? '';
}

/** FNV-1a, twice with different seeds: 64 bits are enough to tell findings of one file apart, and need no library. */
function digest(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
