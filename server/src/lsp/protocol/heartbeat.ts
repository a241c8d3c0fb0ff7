/** How the client and the watchdog notice a server that no longer answers, and which file it was working on. */

/** A file, with the version of its text where it is open. */
export interface FileVersion {
  readonly uri: string;
  readonly version?: number;
}

/** Seconds without a beat after which a server is ended. */
export const longestSilence = 10;

/** Server to client, a notification: every second, and before the server begins to work on another file. Carries a `FileVersion`; the URI may be empty. */
export const workingNotification = 'confine/working';

/** Server to client, a notification: a file that was left out has changed and is read again. Carries `FileParams`. */
export const readAgainNotification = 'confine/readAgain';

/** What a server writes into its log before it is ended. The client takes the file from it. */
export const endingLine = (why: string, file: string): string => `confine: ${why}${endingWords}${file || 'no file'}`;

/** How such a line names a file. */
export const fileWords = ({ uri, version }: FileVersion): string => (version === undefined ? uri : `${uri} (version ${version})`);

/** The file that such a line names. */
export function fileOfEndingLine(line: string): FileVersion | undefined {
  const [why, words] = line.split(endingWords);
  const [, uri, version] = /^(\S+:\S*)(?: \(version (\d+)\))?\s*$/.exec(words ?? '') ?? [];
  if (uri === undefined || !why?.startsWith('confine: ')) return undefined;
  return version === undefined ? { uri } : { uri, version: Number(version) };
}

const endingWords = '; the server ends while it works on ';
