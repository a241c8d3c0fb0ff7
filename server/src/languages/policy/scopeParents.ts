/** Scopes that a list may be taken from when `scope` itself is not there, nearest first, without `""`. */
export function parentScopes(transportName: string, scope: string): readonly string[] {
  if (scope === '') return [];
  switch (transportName) {
    case 'dir':
    case 'oci':
    case 'oci-archive':
    case 'sif':
      return parentPaths(scope);
    case 'containers-storage':
      return parentsInStore(scope);
    case 'docker':
    case 'atomic':
    case 'docker-daemon':
      return scope.startsWith('*.') ? wildcardsAbove(scope.slice(2)) : parentsOfName(scope);
    default:
      return [];
  }
}

export function parentPaths(path: string): readonly string[] {
  const parents: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) parents.push(path.slice(0, slash));
  return parents;
}

/** Of a name with or without tag: the repository, each path above it, the host, then wildcards (`DockerReferenceNamespaces`). */
export function parentsOfName(name: string): readonly string[] {
  const slash = name.indexOf('/');
  if (slash < 0) return wildcardsAbove(name.replace(/:\d+$/, ''));
  const repository = name.slice(0, slash) + name.slice(slash).replace(/[:@].*$/s, '');
  const parents = repository === name ? [] : [repository];
  for (let end = repository.lastIndexOf('/'); end > 0; end = repository.lastIndexOf('/', end - 1)) parents.push(repository.slice(0, end));
  return [...parents, ...wildcardsAbove(name.slice(0, slash).replace(/:\d+$/, ''))];
}

/** `*.example.com` and `*.com` for `registry.example.com`. */
function wildcardsAbove(host: string): readonly string[] {
  const wildcards: string[] = [];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) wildcards.push(`*${host.slice(dot)}`);
  return wildcards;
}

function parentsInStore(scope: string): readonly string[] {
  const close = scope.indexOf(']');
  const store = scope.slice(0, close + 1);
  const name = scope.slice(close + 1);
  const parents: string[] = [];
  const [named = '', first, id] = name.split('@');
  if (id !== undefined) parents.push(`${store}${named}@${first}`);
  if (first !== undefined && named !== '') parents.push(store + named);
  const repository = named.replace(/:[^/]*$/, '');
  if (named !== '') {
    if (repository !== named) parents.push(store + repository);
    for (let end = repository.lastIndexOf('/'); end > 0; end = repository.lastIndexOf('/', end - 1))
      parents.push(store + repository.slice(0, end));
  }
  if (name !== '') parents.push(store);
  const at = store.indexOf('@');
  if (at >= 0) parents.push(`[${store.slice(at + 1)}`);
  return parents;
}
