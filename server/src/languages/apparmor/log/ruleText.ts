/** A request as the rule that would allow it. */

import type { AccessRequest, FileRequest, MountRequest, Request } from '../meaning/requests';
import { escapeGlobs, nameWord, type PathVariables, pathWord, plainScope, quoteIfNeeded } from './generalise';
import { filling } from './request';
import { volatileBusPath, volatilePath } from './volatile';

/** Order in which the letters of permissions are written. */
const letters = [...'mrwalk'];

/** Letters in the usual order, the way to execute last. */
export function permissionText(permissions: ReadonlySet<string>, exec = 'ix'): string {
  const plain = letters.filter((letter) => permissions.has(letter) && !(letter === 'a' && permissions.has('w')));
  return plain.join('') + (permissions.has('x') ? exec : '');
}

/** Where files belong to one user or process. */
const belongsToUser = /^(?:\/proc\/\d|\/home\/|\/root\/|\/(?:var\/)?run\/user\/|\/(?:var\/)?tmp\/|\/dev\/shm\/)/;

/** Whether a rule for owners is enough. Of root's files elsewhere it says little, and a service may give up root later. */
export const isOwned = ({ owner, byRoot, path }: Omit<FileRequest, 'kind' | 'permissions'>): boolean =>
  owner === true && (!byRoot || belongsToUser.test(path));

/** The rule with its comma. */
export function ruleText(request: Request, scope: PathVariables, exec?: string): string {
  switch (request.kind) {
    case 'file':
      return `${isOwned(request) ? 'owner ' : ''}${pathWord(request.path, scope)} ${permissionText(new Set(request.permissions), exec)},`;
    case 'link':
      return `${isOwned(request) ? 'owner ' : ''}link ${pathWord(request.path, scope)} -> ${pathWord(request.target, scope)},`;
    case 'capability':
      return `capability ${request.name},`;
    case 'access':
      return accessText(request, scope);
    case 'mount':
      return mountText(request, scope);
    case 'change_profile':
      return `change_profile ${request.exec ? `${pathWord(request.exec, scope)} ` : ''}-> ${nameWord(request.target)},`;
    case 'flag':
      return `flags=(${request.flag})`;
  }
}

const listed = (words: readonly string[]) => (words.length === 1 ? words[0] : `(${words.join(', ')})`);

function accessText({ verb, access, words, conditions, peer }: AccessRequest, scope: PathVariables): string {
  const value = (name: string, text: string) => {
    if (name === 'set') return listed(text.split(' '));
    if (name === 'label' || name === 'peer') return text === scope.self ? '@{profile_name}' : nameWord(text);
    const exact = scope === plainScope;
    if (name === 'addr') return quoteIfNeeded(exact ? escapeGlobs(text) : volatilePath(escapeGlobs(text), scope.has)).replace(filling, '*');
    if (name === 'path') return quoteIfNeeded(exact || verb !== 'dbus' ? escapeGlobs(text) : volatileBusPath(escapeGlobs(text)));
    return quoteIfNeeded(text);
  };
  const written = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, text]) => `${name}=${value(name, text)}`);
  const inPeer = written(peer);
  return `${[
    verb,
    access.length > 0 && listed(access),
    ...(verb === 'network' ? words : []),
    ...written(conditions),
    ...(verb === 'mqueue' ? words.map((word) => pathWord(word, scope)) : []),
    inPeer.length > 0 && `peer=(${inPeer.join(', ')})`,
  ]
    .filter(Boolean)
    .join(' ')},`;
}

function mountText({ verb, fstype, options, source, target }: MountRequest, scope: PathVariables): string {
  const word = (path: string) => (path.startsWith('/') ? pathWord(path, scope) : quoteIfNeeded(path));
  const flags = options.length > 0 && `options=${listed(options)}`;
  switch (verb) {
    case 'pivot_root':
      return `${['pivot_root', source && `oldroot=${word(source)}`, target && word(target)].filter(Boolean).join(' ')},`;
    case 'mount':
      return `${['mount', fstype && `fstype=${quoteIfNeeded(fstype)}`, flags, source && word(source), target && `-> ${word(target)}`].filter(Boolean).join(' ')},`;
    default:
      return `${[verb, flags, target && word(target)].filter(Boolean).join(' ')},`;
  }
}
