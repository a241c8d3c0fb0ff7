import { memoryFiles, type WhyAnswer } from '../../server/src/core';
import { contextMaker, readSettings, why, workspaceIndex } from '../../server/src/service';

/** What `confine why` answers to a text, with the files of a workspace. */
export async function whyOf(text: string, files: Readonly<Record<string, string>>) {
  const disk = memoryFiles(Object.fromEntries(Object.entries(files).map(([name, content]) => [`file:///w/${name}`, content])));
  const { settings } = readSettings({});
  const make = contextMaker();
  const index = workspaceIndex(disk, { context: () => make(settings, [], true) });
  await index.scan(['file:///w']);
  const context = make(settings, index.facts(), true);
  return why(text, { folders: ['file:///w'], files: disk, context, includeFolders: ['file:///w/apparmor.d/'] });
}

/** `certain seccomp a.json:7`. */
export function placeText({ certainty, layer, decides }: WhyAnswer): string {
  if (!decides) return `${certainty} ${layer} -`;
  const line = decides.text.slice(0, decides.span.start).split('\n').length;
  return `${certainty} ${layer} ${decides.uri.replace('file:///w/', '')}:${line}`;
}
