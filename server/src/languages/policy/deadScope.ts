import { isOfficialImage } from '../../knowledge';
import { isHost, looksLikeHost, parseImageName, splitName } from './imageName';
import type { ScopeProblem } from './scope';

/** Why a scope that the reader accepts can never apply to an image; undefined when it can. */
export function deadScope(transportName: string, scope: string): ScopeProblem | undefined {
  if (scope === '') return undefined;
  switch (transportName) {
    case 'docker':
    case 'atomic':
    case 'docker-daemon':
      return settled(scope, deadName);
    case 'containers-storage':
      return settled(scope, deadInStore);
    case 'dir':
    case 'oci':
    case 'oci-archive':
    case 'sif':
      return deadPathScope(transportName, scope);
    default:
      return undefined;
  }
}

/** What is offered must be able to match: where it has a mistake of its own, the repair of that is offered, or nothing. */
function settled(scope: string, judge: (scope: string) => ScopeProblem | undefined): ScopeProblem | undefined {
  const first = judge(scope);
  if (first?.instead === undefined) return first;
  const { instead, ...rest } = first;
  let offer: string | undefined = instead;
  for (let steps = 0; offer; steps++) {
    const next = judge(offer);
    if (!next) break;
    offer = steps < 4 ? next.instead : undefined;
  }
  return offer === undefined ? rest : { ...rest, instead: offer };
}

function deadInStore(scope: string): ScopeProblem | undefined {
  const close = scope.indexOf(']');
  const [store, rest] = [scope.slice(1, close), scope.slice(close + 1)];
  if (/[+:]/.test(store)) {
    const problem = 'names a run directory or options, which the identity of an image leaves out';
    return { problem, instead: `[${store.replace(/[+:].*$/s, '')}]${rest}` };
  }
  const name = rest.replace(/@.*$/s, '');
  if (name.includes('*')) return { problem: 'has a `*`, and there are no wildcards in a store', instead: `[${store}]` };
  const dead = name === '' ? undefined : deadName(name);
  return dead && { ...dead, ...(dead.instead && { instead: `[${store}]${dead.instead}${rest.slice(name.length)}` }) };
}

/** A path in a file system. */
function deadPathScope(transportName: string, scope: string): ScopeProblem | undefined {
  if (/[*?]/.test(scope)) {
    const instead = scope.slice(0, scope.slice(0, scope.search(/[*?]/)).lastIndexOf('/'));
    return {
      problem: 'has a wildcard, which is compared literally; a scope covers what lies below it anyway',
      ...(instead && { instead }),
    };
  }
  const colon = scope.indexOf(':');
  if (colon < 0 || !transportName.startsWith('oci')) return undefined;
  return { problem: 'has a colon: what follows it is the name of an image, which is not looked up', instead: scope.slice(0, colon) };
}

/** Placeholders for a value that the author meant to fill in. */
const placeholder = /[<>{}$]|%[A-Z_]+%|(?:^|\/)(?:YOUR|CHANGE_?ME|REPLACE)[-_A-Z]*(?:$|\/)/;

function deadName(scope: string): ScopeProblem | undefined {
  if (placeholder.test(scope)) return { problem: 'still has a placeholder' };
  if (/\s/.test(scope))
    return {
      problem: 'has a blank in it, which no image name has',
      ...(scope.trim() !== '' && scope.trim() !== scope && { instead: scope.trim() }),
    };
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(scope)?.[0];
  if (scheme) return { problem: `begins with \`${scheme}\`, which no image name has`, instead: expanded(scope.slice(scheme.length)) };
  const own = /^(?:docker|docker-daemon|atomic):(?!\d)/.exec(scope)?.[0];
  if (own) return { problem: `repeats the transport \`${own}\``, instead: expanded(scope.slice(own.length)) };
  if (scope.includes('*')) return deadGlob(scope);
  if (scope.endsWith('/')) return { problem: 'ends with a slash', instead: expanded(scope.replace(/\/+$/, '')) };
  if (scope.includes('//') || scope.startsWith('/'))
    return { problem: 'has an empty path component', instead: expanded(scope.replace(/\/+/g, '/').replace(/^\//, '')) };
  return scope.includes('/') ? deadPath(scope) : deadHost(scope);
}

function deadGlob(scope: string): ScopeProblem | undefined {
  const slash = scope.indexOf('/');
  const host = slash < 0 ? scope : scope.slice(0, slash);
  const domain = host.replace(/:\d+$/, '');
  if (/^\*+$/.test(scope)) return { problem: 'is a lone `*`; everything else of a transport is written as `""`', instead: '' };
  if (!host.includes('*')) {
    const instead = expanded(scope.replace(/[:/]\*+$/, '').replace(/\/[^/]*\*.*$/s, ''));
    return { problem: 'has a `*` in its path; a scope covers what lies below it anyway', instead };
  }
  if (!domain.startsWith('*.') || !isHost(domain.slice(2))) {
    const last = domain.slice(domain.lastIndexOf('*.'));
    const instead = host === scope && last.startsWith('*.') && isHost(last.slice(2)) ? last : undefined;
    return {
      problem: 'has a `*` where readers do not match it: it can only replace the first labels of a host, `*.example.com`',
      ...(instead && { instead }),
    };
  }
  if (host !== scope) return { problem: 'has a path after its `*`: a wildcard matches whole registries only', instead: domain };
  if (host !== domain) return { problem: 'has a port: wildcards are compared without one', instead: domain };
  return upperHost(scope, scope);
}

const upperHost = (host: string, scope: string): ScopeProblem | undefined =>
  host === host.toLowerCase()
    ? undefined
    : {
        problem: 'has upper-case letters in its host, and hosts are compared as they are written',
        instead: host.toLowerCase() + scope.slice(host.length),
      };

const hubHosts = /^(?:index\.docker\.io|registry-1\.docker\.io|hub\.docker\.com|registry\.hub\.docker\.com)$/;

/** A scope without a slash: a registry, or a short name that is not completed. */
function deadHost(scope: string): ScopeProblem | undefined {
  const [bare = '', port] = scope.startsWith('[') ? [scope] : scope.split(':');
  if (hubHosts.test(bare)) return { problem: `is not looked up: images of Docker Hub have the host \`docker.io\``, instead: 'docker.io' };
  if (/^sha(?:256|384|512):[0-9a-f]+$/i.test(scope)) return { problem: 'is a digest without its repository' };
  // `node:20` is an image with a tag, `registry:5000` a host.
  const tagged = isOfficialImage(bare) && port !== undefined && Number(port) < 80;
  if (!tagged && isHost(scope) && (looksLikeHost(bare) || port !== undefined)) return upperHost(scope, scope);
  return { problem: 'is a short name, and images are looked up under their full one', instead: expanded(scope.toLowerCase()) };
}

function deadPath(scope: string): ScopeProblem | undefined {
  const slash = scope.indexOf('/');
  const host = scope.slice(0, slash);
  const rest = scope.slice(slash + 1);
  const path = rest.replace(/[:@].*$/s, '');
  if (hubHosts.test(host))
    return {
      problem: `begins with \`${host}\`: images of Docker Hub are looked up under \`docker.io\``,
      instead: expanded(`docker.io/${rest}`),
    };
  if (path !== path.toLowerCase())
    return {
      problem: 'has upper-case letters in its path, which no image name has',
      instead: expanded(`${host.toLowerCase()}/${path.toLowerCase()}${rest.slice(path.length)}`),
    };
  if (!looksLikeHost(host))
    return { problem: 'has no registry in front, and images are looked up under their full name', instead: expanded(scope) };
  const upper = upperHost(host, scope);
  if (upper) return upper;
  const parsed = parseImageName(scope);
  if ('problem' in parsed) return parsed;
  const { tag, digest } = parsed.name;
  if (tag !== undefined && digest !== undefined)
    return { problem: 'has both a tag and a digest, and images are looked up by one of them', instead: scope.replace(/:[^:@/]*@/, '@') };
  return host === 'docker.io' && !rest.includes('/') ? deadOfficial(path, rest) : undefined;
}

/** `docker.io/NAME` is a namespace with repositories below, unless it was meant as an official image. */
function deadOfficial(path: string, rest: string): ScopeProblem | undefined {
  if (path === rest && !isOfficialImage(path)) return undefined;
  return {
    problem: path === rest ? `is the namespace \`${path}\` of Docker Hub` : 'has no `library/`, which official images have',
    consequence: `the official image \`${path}\` does not fall under it`,
    instead: `docker.io/library/${rest}`,
  };
}

/** The full form that images are looked up under. */
function expanded(scope: string): string {
  const colon = scope.lastIndexOf(':');
  if (scope === '' || (!scope.includes('/') && looksLikeHost(colon < 0 ? scope : scope.slice(0, colon)))) return scope;
  const { host, rest } = splitName(scope);
  return `${host}/${rest}`;
}
