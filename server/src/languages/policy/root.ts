import type { Context } from '../../core';
import { readerTitle } from '../../knowledge';
import { readsLayers } from './layers';
import { filesRead } from './order';
import { endingOf, type FileFamily, placeInRoot, type RootPlace, type Special } from './places';

/** Whether a file is read by the reader that files are judged for. */
export interface FileReading {
  readonly state: 'read' | 'hidden' | 'not-read';
  /** Ends the sentence that the status line begins: `read by …`. */
  readonly words: string;
  /** The file that hides it. */
  readonly by?: string;
}

type Reader = Pick<Context, 'policy'>;

const mainName: Readonly<Record<FileFamily, string>> = {
  policy: 'policy.json',
  'registries.conf': 'registries.conf',
  'registries.d': '',
  storage: 'storage.conf',
  containers: 'containers.conf',
};

const folderName: Readonly<Record<FileFamily, readonly [string, string]>> = {
  policy: ['', ''],
  'registries.conf': ['registries', '.conf.d'],
  'registries.d': ['registries', '.d'],
  storage: ['storage', '.conf.d'],
  containers: ['containers', '.conf.d'],
};

/** The files that decide whether this one is read, if they are there: what a loader looks for beside it. */
export function rivalsOf(uri: string): readonly string[] {
  const place = placeInRoot(uri);
  if (!place || place.owner === 'user') return [];
  const { family, owner, root, dropIn } = place;
  const higher = `${root}/etc/containers/`;
  if (!dropIn) return owner === 'vendor' ? [`${higher}${mainName[family]}`] : [];
  const [name, ending] = folderName[family];
  const common = owner === 'vendor' ? [`${higher}${name}${ending}/${dropIn.name}`] : [];
  const specials: readonly Special[] = dropIn.special ? [dropIn.special] : ['rootful', 'rootless'];
  const folders = owner === 'vendor' ? [`${root}/usr/share/containers/`, higher] : [higher];
  return [
    ...common,
    ...folders.flatMap((folder) => specials.map((special) => `${folder}${name}.${special}${ending}/${dropIn.name}`)),
  ].filter((other) => other !== uri);
}

/** How a file of a tree is read, given which of its rivals are there. */
export function readingOf(uri: string, present: ReadonlySet<string>, context: Reader): FileReading | undefined {
  const place = placeInRoot(uri, context.policy.environment);
  if (!place) return undefined;
  return notLookedFor(place, context) ?? replacedByVariable(uri, place, context) ?? amongRivals(uri, place, present, context);
}

/** Files that the reader does not look for at all. */
function notLookedFor({ family, owner, dropIn }: RootPlace, context: Reader): FileReading | undefined {
  const layers = readsLayers(context);
  const notRead = (words: string): FileReading => ({ state: 'not-read', words: `not read${words}` });
  const reader = readerTitle(context.policy.target);
  if (dropIn) {
    if (!dropIn.name.endsWith(endingOf(family))) return notRead(`: only files that end with ${endingOf(family)} are`);
    if (!layers && (dropIn.special || family === 'storage'))
      return notRead(
        ` by ${reader}: ${dropIn.special ? 'folders for rootful and rootless' : 'storage.conf.d'} came with containers/image 5.40`,
      );
    if (!dropIn.special && dropIn.uid) return notRead(': only folders for rootless have folders of single users');
  }
  if (!layers && owner === 'vendor' && (family === 'registries.conf' || family === 'registries.d' || family === 'policy'))
    return notRead(` by ${reader}: it ${dropIn ? 'reads /etc/containers only' : 'looks in /etc/containers and the home folder'}`);
  const { user = 'auto' } = context.policy;
  if (dropIn?.special && user !== 'auto') {
    const own: Special = user === 'root' || user === '0' ? 'rootful' : 'rootless';
    if (dropIn.special !== own) return notRead(own === 'rootful' ? ' by root' : ' by users without root');
    if (dropIn.uid && /^\d+$/.test(user) && dropIn.uid !== user) return notRead(` by the user ${user}`);
  }
  return undefined;
}

/** What an environment variable of the settings names another file for. */
function replacedByVariable(uri: string, { family, root, dropIn }: RootPlace, context: Reader): FileReading | undefined {
  const layers = readsLayers(context);
  const { environment = {} } = context.policy;
  const variable = family === 'policy' ? 'CONTAINERS_POLICY_JSON' : family === 'registries.conf' ? 'CONTAINERS_REGISTRIES_CONF' : '';
  const named = environment[variable];
  if (!named || named === uri.slice(root.length) || environment[`${variable}_OVERRIDE`] === uri.slice(root.length)) return undefined;
  // Before 5.40 policy.json had no variable, and drop-ins were read all the same.
  if (!layers && (family === 'policy' || dropIn)) return undefined;
  return { state: 'hidden', words: `hidden by ${named}, which the variable ${variable} names`, by: root + named };
}

const whom = (special: Special): string => (special === 'rootful' ? 'root' : 'users without root');

function amongRivals(uri: string, place: RootPlace, present: ReadonlySet<string>, context: Reader): FileReading {
  const { family, owner, root, dropIn } = place;
  const { user = 'auto' } = context.policy;
  const layers = readsLayers(context);
  // Releases before merged storage.conf and containers.conf of both folders.
  if (!layers && family === 'containers') return { state: 'read', words: 'read' };
  const readers: readonly Special[] = dropIn?.special
    ? [dropIn.special]
    : user === 'auto'
      ? ['rootful', 'rootless']
      : [user === 'root' || user === '0' ? 'rootful' : 'rootless'];
  const { environment: _, ...rest } = context.policy;
  const uid = dropIn?.uid ?? (/^\d+$/.test(user) ? user : undefined);
  const hiders = readers.map((special) => {
    const viewer = { uri, root, user: special, ...(place.home && { home: place.home }), ...(uid && { uid }) };
    const read = filesRead(family, [...present, uri], viewer, { policy: rest });
    return read.includes(uri) ? undefined : read.find((other) => placeInRoot(other)?.dropIn?.name === dropIn?.name);
  });
  const [first] = hiders.filter((hider) => hider !== undefined);
  const short = first?.slice(root.length);
  if (first !== undefined && hiders.every((hider) => hider !== undefined))
    return { state: 'hidden', words: `hidden by ${short}${dropIn ? ', which has the same name' : ''}`, by: first };
  if (first !== undefined)
    return { state: 'hidden', words: `hidden by ${short} for ${whom(readers[hiders.indexOf(first)] ?? 'rootful')}`, by: first };
  if (dropIn?.special) return { state: 'read', words: `read, for ${dropIn.uid ? `the user ${dropIn.uid}` : whom(dropIn.special)} only` };
  return { state: 'read', words: owner === 'user' ? 'read for this user, in place of the system’s' : 'read' };
}
