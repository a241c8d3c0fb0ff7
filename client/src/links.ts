/** The bit of a link in the editor's file types. */
const symbolicLink = 64;

/** Milliseconds for which a folder is taken to be what it was: a scan requests the files of one folder after the other. */
const remembered = 1_000;

/** Whether a path below a root passes through a link, or ends in one. The root itself may be one: the user opened it. */
export type PassesLink = (root: string, path: string) => Promise<boolean>;

/** By asking for the type of each part of the path. What isn't there, or can't be asked for, is taken for a link. */
export function linkFinder(typeOf: (path: string) => PromiseLike<number>): PassesLink {
  const folders = new Map<string, Promise<boolean>>();
  const isLink = async (path: string): Promise<boolean> => {
    try {
      return ((await typeOf(path)) & symbolicLink) !== 0;
    } catch {
      return true;
    }
  };
  const isLinkedFolder = (path: string): Promise<boolean> => {
    if (folders.size === 0) setTimeout(() => folders.clear(), remembered);
    const known = folders.get(path) ?? isLink(path);
    folders.set(path, known);
    return known;
  };
  return async (root, path) => {
    const top = root.replace(/\/$/, '');
    const parts = path.slice(top.length).split('/').filter(Boolean);
    for (let i = 1; i < parts.length; i++) {
      if (await isLinkedFolder(`${top}/${parts.slice(0, i).join('/')}`)) return true;
    }
    return parts.length > 0 && isLink(`${top}/${parts.join('/')}`);
  };
}
