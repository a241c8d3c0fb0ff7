import type { FileVersion } from './protocol/heartbeat';

/** Hears which file the server works on. The program that started the server may end it when it hears nothing for long. */
export interface Heartbeat {
  /** From now on, until another file is named. */
  working(file: FileVersion): void;
  /** The server stops. */
  end(): void;
}

export const noHeartbeat: Heartbeat = { working: () => {}, end: () => {} };

/** Beats that are sent: a message leaves a web worker at once, whatever the worker computes after it. */
export function sentHeartbeat(send: (file: FileVersion) => void): Heartbeat {
  let current: FileVersion = { uri: '' };
  const timer = setInterval(() => send(current), 1000);
  return {
    working(file) {
      if (file.uri === current.uri && file.version === current.version) return;
      current = file;
      send(file);
    },
    end: () => clearInterval(timer),
  };
}
