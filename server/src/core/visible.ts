/** Text of files on its way to people: what would act instead of being read is shown. */

/** Characters that move, colour or reorder other text, or stand for no character at all. */
const acting = /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Each as one character, so that columns stay: control characters as their pictures, what has no picture as U+FFFD. Tabs stay. */
export const shown = (text: string): string => text.replace(acting, picture);

function picture(sign: string): string {
  const code = sign.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
}

/** For notifications, where VS Code makes a link of `[…](…)`, to commands too. */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** One line of bounded length, for titles and messages that an editor shows. */
export function oneLine(text: string, most = 1000): string {
  // Nearly all are plain already, and a long file has thousands.
  const line = withoutLinks(/^[\x20-\x7e]*$/.test(text) ? text : shown(text.replace(/\s*\r?\n\s*/g, ' ')));
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
