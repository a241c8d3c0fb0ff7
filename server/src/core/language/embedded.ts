/** Text of other languages in a part, and what other programs make of a part or made it from. */

import type { Target } from '../context';
import type { LanguageName, Related } from '../finding';
import type { PositionMap } from '../positionMap';

/** Text in one language inside a part of another, as the language around it finds it. */
export interface Embedded {
  /** What a file with this text would be called: a key of a ConfigMap, the last segment of a path. Absent: it is the file itself. */
  readonly name?: string;
  /** Where the language around it knows; else name and shape decide, as for a file. */
  readonly language?: LanguageName;
  readonly text: string;
  readonly map: PositionMap;
  /** The runtime that reads the text, where the file around it settles that. */
  readonly readBy?: Target;
  /** The text is the part itself, or a piece of it in its own syntax, and not the content of a string. */
  readonly sameSyntax?: boolean;
  /** Where a program writes the text that it makes of the part. Only what the part says itself is reported, and nothing is edited. */
  readonly generated?: RenderedFile['path'];
  /** The text is all that the part says: no other language checks it. */
  readonly whole?: boolean;
  /** What the text around becomes together with other files: it is judged instead, and what was written elsewhere is shown there. */
  readonly built?: boolean;
}

/** What a tool rendered a stretch of a text from. */
export interface RenderedFrom {
  /** `app/templates/deployment.yaml:12`, for the message. */
  readonly name: string;
  readonly related: Related;
}

/** A file that a program writes from what another file says. */
export interface RenderedFile {
  /** Absolute, on the machine where it is written. */
  readonly path: string;
  /** The editor's id. */
  readonly language: string;
  readonly text: string;
}
