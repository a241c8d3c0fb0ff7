import { type Files, resolveUri } from '../core';
import {
  layered,
  loadForSettings,
  type RawSettings,
  readSettings,
  readSettingsFile,
  type Settings,
  settingsFileName,
  unknownSettings,
} from '../service';

export interface FolderSettings {
  /** The settings in force for a file: the same object as long as nothing changed. Read before by `learn`. */
  of(uri: string): Settings;
  /** The settings file that a file is judged by. */
  file(uri: string): string | undefined;
  /** Reads the settings files in the folders around a file, each once. */
  learn(uri: string): Promise<void>;
  /** What the editor says, by workspace folder; `''`: outside of all. */
  setEditor(raw: ReadonlyMap<string, unknown>): void;
  /** A settings file has changed. */
  forget(uri: string): void;
}

/** Settings by folder: those of the nearest `.confine.yaml` between a file and its workspace folder, over the editor's for that folder. */
export function folderSettings(
  files: Files,
  folders: () => readonly string[],
  trusted: boolean,
  warn: (problem: string) => void,
  begin: (uri: string, text: string) => boolean = () => true,
): FolderSettings {
  let editor: ReadonlyMap<string, unknown> = new Map();
  /** By folder; undefined: it has none. */
  const written = new Map<string, RawSettings | undefined>();
  const merged = new Map<string, Settings>();

  const folderOf = (uri: string): string =>
    folders()
      .filter((folder) => uri === folder || uri.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length)[0] ?? '';

  /** The folders around a file, innermost first, up to its workspace folder. */
  function around(uri: string): readonly string[] {
    const top = folderOf(uri);
    if (top === '') return [];
    const found = [];
    for (
      let folder = uri === top ? top : uri.slice(0, uri.lastIndexOf('/'));
      folder.length > top.length;
      folder = folder.slice(0, folder.lastIndexOf('/'))
    )
      found.push(folder);
    return [...found, top];
  }

  async function read(folder: string): Promise<void> {
    const uri = resolveUri(`${folder}/`, settingsFileName);
    const text = await files.read(uri);
    if (text === undefined || !begin(uri, text)) return void written.set(folder, undefined);
    const { written: raw, problem } = readSettingsFile(text);
    await loadForSettings(raw);
    for (const one of problem === undefined ? unknownSettings(raw) : [problem]) warn(`${uri} ${one}`);
    written.set(folder, raw);
  }

  const holder = (uri: string): string | undefined => around(uri).find((folder) => written.get(folder) !== undefined);

  return {
    of(uri) {
      const top = folderOf(uri);
      const folder = holder(uri);
      const key = `${top} ${folder ?? ''}`;
      let settings = merged.get(key);
      if (!settings) {
        const read = readSettings(layered(editor.get(top) ?? editor.get(''), written.get(folder ?? '') ?? {}, { trusted }));
        read.problems.forEach(warn);
        settings = read.settings;
        merged.set(key, settings);
      }
      return settings;
    },
    file(uri) {
      const folder = holder(uri);
      return folder && resolveUri(`${folder}/`, settingsFileName);
    },
    async learn(uri) {
      await Promise.all(
        around(uri)
          .filter((folder) => !written.has(folder))
          .map(read),
      );
    },
    setEditor(raw) {
      editor = raw;
      merged.clear();
    },
    forget(uri) {
      written.delete(uri.slice(0, uri.lastIndexOf('/')));
      merged.clear();
    },
  };
}
