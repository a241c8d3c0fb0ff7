import type { FileVersion } from '../../server/src/lsp/protocol/heartbeat';

/** Files that a server was working on when it was ended for its silence; each server after it leaves them out until they change. */
export interface LeftOut {
  readonly files: readonly FileVersion[];
  /** False for a version that is left out already: leaving it out again would not help. */
  add(file: FileVersion): boolean;
  includes(uri: string): boolean;
  /** It has changed. */
  remove(uri: string): void;
  /** Called after each change. */
  onChange(listener: () => void): void;
}

export function createLeftOut(): LeftOut {
  const files = new Map<string, FileVersion>();
  const listeners: (() => void)[] = [];
  const changed = (did: boolean) => {
    if (did) for (const listener of listeners) listener();
    return did;
  };
  return {
    get files() {
      return [...files.values()];
    },
    add(file) {
      const before = files.get(file.uri);
      if (before && before.version === file.version) return false;
      files.set(file.uri, file);
      return changed(true);
    },
    includes: (uri) => files.has(uri),
    remove: (uri) => void changed(files.delete(uri)),
    onChange: (listener) => void listeners.push(listener),
  };
}
