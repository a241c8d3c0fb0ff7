/** What the client says when it starts the server, and what may change of it later. */

import type { FileVersion } from './heartbeat';

/** What the client says of itself when it starts the server. */
export interface InitializationOptions {
  /** True where the server has no disk of its own and reads by `readFileRequest` and `listFolderRequest`. */
  readonly readsByClient?: boolean;
  readonly neighbours?: Neighbours;
  /** False in a workspace that the user has not trusted: nothing outside its folders is read. */
  readonly trusted?: boolean;
  /** Commands that the client carries out itself, such as `confine.ask`; the server offers to carry out the others. */
  readonly commands?: readonly string[];
  /** Files that a server was working on when it was ended for its silence. Each is left out until its text changes. */
  readonly leftOut?: readonly FileVersion[];
  /** True where the client ends a server that sends no `workingNotification` for long. */
  readonly hearsBeats?: boolean;
}

/** Which other extensions report syntax and schema for the same files. */
export interface Neighbours {
  readonly json: boolean;
  readonly yaml: boolean;
}

/** Client to server, a notification: another extension came or went. Carries `Neighbours`. */
export const neighboursChanged = 'confine/neighboursChanged';
