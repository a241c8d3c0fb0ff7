import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Keeps reports in a folder of their own among the system's temporary files; it goes when the process ends. */
export function reportsOnDisk(): (fileName: string, text: string) => Promise<string> {
  let folder: string | undefined;
  return async (fileName, text) => {
    if (folder === undefined) {
      const made = mkdtempSync(path.join(os.tmpdir(), 'confine-'));
      process.on('exit', () => rmSync(made, { recursive: true, force: true }));
      folder = made;
    }
    const file = path.join(folder, fileName);
    writeFileSync(file, text, { mode: 0o600 });
    return pathToFileURL(file).href;
  };
}
