/** Which other extensions report syntax and schema for the same files. */
export interface Neighbours {
  readonly json: boolean;
  readonly yaml: boolean;
}

export type StructureSetting = 'auto' | 'always' | 'never';

/**
 * Who reports syntax and schema for a text: Confine, or another server that the editor has for its language id. Two
 * would say everything twice. Language ids of our own have no other server.
 */
export function ownsStructure(languageId: string, neighbours: Neighbours, setting: StructureSetting): boolean {
  if (setting !== 'auto') return setting === 'always';
  if (languageId === 'json' || languageId === 'jsonc') return !neighbours.json;
  if (languageId === 'yaml' || languageId === 'helm') return !neighbours.yaml;
  return true;
}
