import { parse } from 'yaml';
import { isRecord, lookUp, restrictedKeys, settingKeys } from './settings';

/** The file with the settings that a team shares: the command, editors and CI read it. */
export const settingsFileName = '.confine.yaml';

/** Raw settings by dotted key. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** What the text of a settings file says, or why it can't be read. Numbers stay as they are written: Kubernetes 1.30 is not 1.3. */
export function readSettingsFile(text: string): { readonly written: RawSettings; readonly problem?: string } {
  try {
    const raw: unknown = parse(text, {
      logLevel: 'error',
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/:(?:int|float)$/.test(tag.tag)),
    });
    return { written: section(raw) };
  } catch (error) {
    return { written: {}, problem: `is not YAML: ${(error as Error).message.split('\n')[0]?.replace(/:$/, '')}` };
  }
}

/** `confine:` around everything, or keys with the prefix `confine.`, or neither. */
function section(raw: unknown): RawSettings {
  if (!isRecord(raw)) return {};
  const inner = isRecord(raw.confine) ? raw.confine : raw;
  return Object.fromEntries(Object.entries(inner).map(([key, value]) => [key.replace(/^confine\./, ''), value]));
}

/**
 * The file's settings over the editor's, key by key and rule by rule, so that the editor and CI report the same. An untrusted
 * workspace doesn't decide what is read or run: there the file's restricted settings are ignored.
 */
export function layered(editor: unknown, file: RawSettings, { trusted }: { readonly trusted: boolean }): RawSettings {
  const merged: Record<string, unknown> = {};
  for (const [key] of Object.values(settingKeys)) {
    const below = lookUp(editor, key);
    const above = trusted || !restrictedKeys.has(key) ? lookUp(file, key) : undefined;
    const value = above ?? below;
    if (value !== undefined) merged[key] = isRecord(above) && isRecord(below) ? { ...below, ...above } : value;
  }
  return merged;
}
