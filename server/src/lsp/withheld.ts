/** Files that took a server before this one too long. */
export interface WithheldFiles {
  /**
   * Whether a text is to be left out. What differs from the first text of a file that this server sees is a change, and ends it. An open text may
   * always have differed from what is on disk, so the two are told from each other.
   */
  includes(uri: string, text: string, isOpen: boolean): boolean;
}

export function withheldFiles(uris: readonly string[], onChange: (uri: string) => void): WithheldFiles {
  const files = new Map(uris.map((uri): [string, { open?: string; closed?: string }] => [uri, {}]));
  return {
    includes(uri, text, isOpen) {
      const seen = files.get(uri);
      if (!seen) return false;
      const place = isOpen ? 'open' : 'closed';
      seen[place] ??= text;
      if (seen[place] === text) return true;
      files.delete(uri);
      onChange(uri);
      return false;
    },
  };
}
