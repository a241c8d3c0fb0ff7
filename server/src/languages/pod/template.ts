import { type FormerYaml, parseEditedYaml, parseLongYaml, parseYaml, type Tree, walk } from '../../tree';

/** Stands for one character of a template action whose result is unknown before it is rendered. */
export const mark = '\uE000';

export interface ReadText {
  readonly tree: Tree;
  /** The text is a Go template (Helm, kustomize functions): what is written is not all there is. */
  readonly templated: boolean;
  /** How often the parser stumbled; in a template that is not reported, but edits are unreliable. */
  readonly faults: number;
}

/** Characters from which on it is kept what a document says without its places; of a shorter one that is made for its first edit. */
const long = 20_000;

/** Parses one YAML document; the actions of a Go template are taken out first, every offset stays as it is. */
export function readYaml(text: string, former?: FormerYaml): ReadText {
  if (text.includes(mark)) return masked(text);
  const plain = former ? parseEditedYaml(text, former) : text.length < long ? parseYaml(text) : parseLongYaml(text);
  if (!text.includes('{{') || !isTemplate(plain)) return { tree: plain, templated: false, faults: plain.problems.length };
  return readTemplate(text);
}

export const readTemplate = (text: string): ReadText => (text.includes('{{') ? masked(maskActions(text)) : readYaml(text));

function masked(text: string): ReadText {
  const tree = parseYaml(text);
  return { tree: { ...tree, problems: [] }, templated: true, faults: tree.problems.length };
}

/** `{{…}}` inside of quotes or block scalars is text for another program (Argo Workflows, alert rules); elsewhere YAML reads it as braces. */
function isTemplate(tree: Tree): boolean {
  if (tree.problems.length) return true;
  for (const node of walk(tree.root)) {
    if (node.kind !== 'object') continue;
    if (node.flow && tree.text.startsWith('{{', node.span.start)) return true;
    if (node.members.some((member) => member.key.raw.startsWith('{{'))) return true;
  }
  return false;
}

/** Whether a value came, in whole or in part, out of a template or is filled in by another program. */
export const isUnknown = (value: string): boolean => value.includes(mark) || value.includes('{{') || value.includes('$(');

/** Actions that fill whole lines become blanks, others a word of the same length; line breaks stay. */
export function maskActions(text: string): string {
  let result = '';
  let position = 0;
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', position)) {
    const close = text.indexOf('}}', start);
    if (close < 0) break;
    let end = close + 2;
    // Several actions in a row fill a line together.
    for (let next = /^[ \t]*\{\{/.exec(text.slice(end, end + 100)); next; next = /^[ \t]*\{\{/.exec(text.slice(end, end + 100))) {
      const nextClose = text.indexOf('}}', end);
      if (nextClose < 0) break;
      end = nextClose + 2;
    }
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const alone = before.trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200));
    result += text.slice(position, start) + text.slice(start, end).replace(/[^\r\n]/g, alone ? ' ' : mark);
    position = end;
  }
  return result + text.slice(position);
}
