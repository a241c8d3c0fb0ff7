import { type Dict, dictOf, of } from '../value';
import { dictIn, type Functions, ofText, plain, textOf } from './define';

const base = (path: string): string => (path === '' ? '.' : (path.replace(/\/+$/, '').split('/').at(-1) ?? '') || '/');
const dir = (path: string): string => clean(path.slice(0, path.lastIndexOf('/') + 1));

function clean(path: string): string {
  const kept: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && kept.length && kept.at(-1) !== '..') kept.pop();
    else if (step !== '' && step !== '.' && !(step === '..' && path.startsWith('/'))) kept.push(step);
  }
  return `${path.startsWith('/') ? '/' : ''}${kept.join('/')}` || (path.startsWith('/') ? '/' : '.');
}

function urlParts(url: string): Dict {
  const [, scheme = '', user = '', host = '', path = '', query = '', fragment = ''] =
    /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:([^@/?#]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  return dictOf({
    scheme: of(scheme),
    userinfo: of(user),
    host: of(host),
    hostname: of(host.replace(/:\d+$/, '')),
    path: of(path),
    query: of(query),
    fragment: of(fragment),
    opaque: of(''),
  });
}

const joinUrl = plain((parts) => {
  const part = (key: string) => textOf(dictIn(parts).get(key));
  const user = part('userinfo');
  const host = part('host');
  const start = `${part('scheme') && `${part('scheme')}:`}${host || user ? `//${user && `${user}@`}${host}` : ''}`;
  return `${start}${part('path')}${part('query') && `?${part('query')}`}${part('fragment') && `#${part('fragment')}`}`;
});

export const paths: Functions = {
  base: ofText((path = '') => base(path)),
  dir: ofText((path = '') => dir(path)),
  clean: ofText((path = '') => clean(path)),
  ext: ofText((path = '') => /\.[^./]*$/.exec(path)?.[0] ?? ''),
  isAbs: ofText((path = '') => path.startsWith('/')),
  osBase: ofText((path = '') => base(path)),
  osDir: ofText((path = '') => dir(path)),
  urlParse: ofText((url = '') => urlParts(url)),
  urlJoin: joinUrl,
};
