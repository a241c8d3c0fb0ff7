/** Hears which file the server works on. The program that started the server may end it when it hears nothing for long. */
export interface Heartbeat {
  /** From now on, until another file is named. */
  working(uri: string): void;
  /** The server stops. */
  end(): void;
}

export const noHeartbeat: Heartbeat = { working: () => {}, end: () => {} };

/** Beats that are sent: a message leaves a web worker at once, whatever the worker computes after it. */
export function sentHeartbeat(send: (uri: string) => void): Heartbeat {
  let current = '';
  const timer = setInterval(() => send(current), 1000);
  return {
    working(uri) {
      if (uri === current) return;
      current = uri;
      send(uri);
    },
    end: () => clearInterval(timer),
  };
}
