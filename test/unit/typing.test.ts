import { describe, expect, it } from 'vitest';
import { editorLanguages } from '../helpers/editorLanguages';
import { type EditorLanguage, PlainEditor } from '../helpers/plainEditor';
import { typedFiles } from '../helpers/typedFiles';
import { keysFor } from '../helpers/typist';

describe.each(typedFiles)('$name', ({ languageId, text }) => {
  it('is typed in the plain editor', () => {
    const language = editorLanguages[languageId] as EditorLanguage;
    const editor = new PlainEditor(language);
    for (const key of keysFor(language, text)) editor.press(key);
    expect(editor.text).toBe(text);
  });
});
