import { applyEdits, type Context, editBetween, type Overlay } from '../core';
import type { Document } from './document';
import { loadedLanguages } from './registry';

/** What some purposes need beyond the default of a runtime. */
export const overlays = (): readonly Overlay[] => loadedLanguages().flatMap(({ overlays: own = [] }) => own);

/** The default of the runtime in force with an overlay on it. */
export function defaultWithOverlay(name: string, context: Context): string | undefined {
  const language = loadedLanguages().find(({ overlays: own }) => own?.some((overlay) => overlay.name === name));
  const base = language?.baseline?.(undefined, context);
  return base && language?.overlaid?.(base.part, name, context);
}

/** The document with an overlay on each of its parts; undefined where there is none to put one on. */
export function withOverlay({ regions, source }: Document, name: string, context: Context): string | undefined {
  const able = regions.filter(({ language }) => language.overlaid);
  const edits = able.flatMap(({ language, part, map }) => {
    const edit = editBetween(part.text, language.overlaid?.(part, name, context) ?? part.text);
    return (edit && map.editToHost(edit)) ?? [];
  });
  return able.length ? applyEdits(source.text, edits) : undefined;
}
