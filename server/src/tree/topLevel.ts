/** The keys of the outermost object, each with the beginning of its value, from the beginning of a text that may break off. */
export function topLevelKeys(text: string): ReadonlyMap<string, string> {
  return /^\s*\{(?!\{)/.test(text) ? jsonKeys(text) : yamlKeys(text);
}

/** As much of a value as tells what it is. */
const enough = 80;

const valueFrom = (text: string, at: number): string => text.slice(at, at + enough).trim();

function jsonKeys(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth++;
    else if (token.length === 1) depth--;
    else if (depth === 1) {
      const colon = /[ \t\r\n]*:/y;
      colon.lastIndex = index + token.length;
      if (colon.test(text)) keys.set(token.slice(1, -1), valueFrom(text, colon.lastIndex));
    }
  }
  return keys;
}

/** Lines that begin with a key: inside of a block every line is indented. A list of objects counts as its first. */
function yamlKeys(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const line = /^(?:(?:-[ \t]+)([\w.-]+)|(["']?)([\w./-]+)\2)[ \t]*:(?=[ \t\r\n]|$)(.*)$/gm;
  for (const [, item, , key = item, value = ''] of text.matchAll(line)) {
    if (key !== undefined && !keys.has(key)) keys.set(key, valueFrom(value, 0).replace(/^["']/, ''));
  }
  return keys;
}
