import { lstatSync, mkdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir, platform } from 'node:os';
import path from 'node:path';

/**
 * Lets V8 keep what it compiled, so that the next start reads it instead of compiling anew: Node can since 22.8 (`module.enableCompileCache`; 22.1 knows only the variable).
 *
 * The cache is code that is run, so it lies in a folder that belongs to the user alone; where there is none, nothing is kept. Node's own variables count first:
 * NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE turns the cache off.
 */
export function keepCompiledCode(enable: EnableCompileCache | undefined = (nodeModule as Node22).enableCompileCache): void {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  const folder = enable && ownFolder();
  if (folder) enable(folder);
}

type EnableCompileCache = (folder: string) => unknown;

interface Node22 {
  readonly enableCompileCache?: EnableCompileCache;
}

/** `confine` in the user's folder for caches (XDG Base Directory Specification), if no one else can write there. */
function ownFolder(): string | undefined {
  try {
    const folder = path.join(cacheHome(), 'confine');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (platform() === 'win32') return folder;
    const { mode, uid } = lstatSync(folder);
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

function cacheHome(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (platform() === 'win32') return LOCALAPPDATA ?? path.join(homedir(), 'AppData/Local');
  if (platform() === 'darwin') return path.join(homedir(), 'Library/Caches');
  return XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : path.join(homedir(), '.cache');
}
