/** The keys of somebody who types a text and watches the screen: signs that the editor has closed are passed over, indentation is corrected. */

import { type EditorLanguage, type Key, PlainEditor } from './plainEditor';

export function keysFor(language: EditorLanguage, wanted: string): readonly Key[] {
  const editor = new PlainEditor(language);
  const keys: Key[] = [];
  const press = (key: Key) => {
    keys.push(key);
    editor.press(key);
  };
  while (editor.offset < wanted.length) {
    const next = wanted[editor.offset] as string;
    if (next !== '\n') {
      const isThere = editor.text[editor.offset] === next && /[\])}]/.test(next) && !editor.passesOver(next);
      press(isThere ? 'ArrowRight' : next);
    } else nextLine(editor, wanted, press);
    if (!wanted.startsWith(editor.text.slice(0, editor.offset)))
      throw new Error(`typed ${JSON.stringify(editor.text.slice(0, editor.offset))}, which does not begin the text`);
  }
  if (editor.text !== wanted) throw new Error(`the end is ${JSON.stringify(editor.text.slice(editor.offset))}`);
  return keys;
}

function nextLine(editor: PlainEditor, wanted: string, press: (key: Key) => void): void {
  const rest = editor.text.slice(editor.offset);
  const closing = /^\n[ \t]*[\])}]/.exec(rest)?.[0];
  if (closing && wanted.startsWith(closing, editor.offset)) {
    press('ArrowDown');
    press('Home');
    return;
  }
  const newlines = /^\n+/.exec(wanted.slice(editor.offset))?.[0].length ?? 1;
  for (let i = 0; i < newlines; i++) press('Enter');
  const indentation = /^[ \t]*/.exec(wanted.slice(editor.lineStart))?.[0] ?? '';
  while (!indentation.startsWith(editor.before)) press('Backspace');
  while (editor.before.length < indentation.length) press(indentation[editor.before.length] as string);
}
