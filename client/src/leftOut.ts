/** Files that a server was working on when it was ended for its silence; each server after it leaves them out until they change. */
export interface LeftOut {
  readonly files: readonly string[];
  /** False for a file that is left out already: leaving it out again would not help. */
  add(uri: string): boolean;
  /** It has changed. */
  remove(uri: string): void;
  /** Called after each change. */
  onChange(listener: () => void): void;
}

export function createLeftOut(): LeftOut {
  const files = new Set<string>();
  const listeners: (() => void)[] = [];
  const changed = (did: boolean) => {
    if (did) for (const listener of listeners) listener();
    return did;
  };
  return {
    get files() {
      return [...files];
    },
    add: (uri) => changed(!files.has(uri) && files.add(uri) !== undefined),
    remove: (uri) => void changed(files.delete(uri)),
    onChange: (listener) => void listeners.push(listener),
  };
}
