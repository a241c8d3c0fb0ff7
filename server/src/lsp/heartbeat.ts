/** Hears which file the server works on. Whoever starts a server may end it when it hears nothing for long. */
export interface Heartbeat {
  /** From now on, until another file is named. */
  working(uri: string): void;
}

export const noHeartbeat: Heartbeat = { working: () => {} };
