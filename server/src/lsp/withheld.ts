import type { FileVersion } from './protocol/heartbeat';

/** Files that took a server before this one too long. */
export interface WithheldFiles {
  /**
   * Whether a text is to be left out. An open text of another version than the one that took too long is a change, and ends it; so is a text that
   * differs from the first one of the file that this server sees. An open text may always have differed from what is on disk, so the two are
   * told from each other.
   * @param version of the open text; undefined for a text from the disk
   */
  includes(uri: string, text: string, version: number | undefined): boolean;
}

/** What is known of a file that is left out: the version that took too long, and the first texts that this server sees. */
interface Seen {
  readonly version: number | undefined;
  open?: string;
  closed?: string;
}

export function withheldFiles(left: readonly FileVersion[], onChange: (uri: string) => void): WithheldFiles {
  const files = new Map(left.map(({ uri, version }): [string, Seen] => [uri, { version }]));
  return {
    includes(uri, text, version) {
      const seen = files.get(uri);
      if (!seen) return false;
      const place = version === undefined ? 'closed' : 'open';
      const isSameVersion = version === undefined || seen.version === undefined || seen.version === version;
      seen[place] ??= text;
      if (isSameVersion && seen[place] === text) return true;
      files.delete(uri);
      onChange(uri);
      return false;
    },
  };
}
