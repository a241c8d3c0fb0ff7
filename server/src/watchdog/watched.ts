/** Bytes of a file's name that the two threads share. */
export const longestName = 4096;

/** What the thread gets from the server. */
export interface Watched {
  /** How often the server has beaten, and the length of the name. */
  readonly beats: Int32Array;
  /** The words for the file that the server works on, in UTF-8. */
  readonly name: Uint8Array;
  readonly parent: number;
  /** Milliseconds of computing. */
  readonly silence: number;
}
