/** What a file says of itself: the first line of its first comment that speaks of its contents. */

const aboutTheText = /copyright|licen[cs]e|free software|spdx|vim:|emacs|-\*-|\bauthors?\b|^[\W_]*$/i;

/** Stops at the first rule; undefined where no comment says what the file is for. */
export function summaryOf(text: string): string | undefined {
  // A paragraph of comments ends at an empty line, with or without its `#`.
  let paragraph: string[] = [];
  const told = () => (paragraph.length > 0 && !paragraph.some((line) => aboutTheText.test(line)) ? paragraph[0] : undefined);
  for (const line of text.slice(0, maximumHead).split(/\r?\n/)) {
    const comment = /^\s*#(?!include|aa:)\s*(.*?)\s*$/.exec(line)?.[1];
    if (comment) {
      paragraph.push(comment);
      continue;
    }
    const found = told();
    if (found !== undefined) return found.slice(0, maximumSummary);
    paragraph = [];
    if (comment === undefined && !/^\s*(?:$|abi\b|#)/.test(line)) return undefined;
  }
  return told()?.slice(0, maximumSummary);
}

const maximumHead = 4096;
const maximumSummary = 160;
