// The canonical form of a seccomp profile: for each rule head (action, error, conditions) the names it applies to.

const errnos = { EPERM: 1, ENOSYS: 38, EINVAL: 22 };

/** One spelling for each architecture: Docker's files use Go's names. */
const archOf = (name) => ({ 386: 'x86', arm64: 'arm64' })[name] ?? name;

/** A map from a rule head, as JSON with sorted keys, to a set of names; `top` has what isn't a rule. */
export function canonical({ defaultAction, defaultErrnoRet, defaultErrno, archMap, architectures, syscalls }) {
  const rules = new Map();
  for (const rule of syscalls) {
    const { names = [rule.name].filter(Boolean), action, errno, args, includes, excludes } = rule;
    const errnoRet = rule.errnoRet ?? errnos[errno];
    const head = JSON.stringify({
      action,
      ...(errnoRet !== undefined && errnoRet !== null && { errnoRet }),
      ...(args?.length && {
        args: args.map(({ index = 0, value = 0, valueTwo = 0, op }) => [index, op.replace('SCMP_CMP_', ''), value, valueTwo]),
      }),
      ...filter('includes', includes),
      ...filter('excludes', excludes),
    });
    const set = rules.get(head) ?? new Set();
    rules.set(head, set);
    for (const name of names) set.add(name);
  }
  const top = {
    defaultAction,
    defaultErrnoRet: defaultErrnoRet ?? errnos[defaultErrno] ?? 1,
    ...(archMap && {
      archMap: archMap.map((entry) =>
        [entry.architecture, ...(entry.subArchitectures ?? [])].map((name) => name.replace('SCMP_ARCH_', '')).join(' '),
      ),
    }),
    ...(!archMap && architectures && { architectures }),
  };
  return { rules, top: JSON.stringify(top) };
}

function filter(key, { caps, arches, minKernel } = {}) {
  const kept = {
    ...(caps?.length && { caps: [...caps].sort() }),
    ...(arches?.length && { arches: arches.map(archOf).sort() }),
    ...(minKernel && { minKernel }),
  };
  return Object.keys(kept).length ? { [key]: kept } : {};
}
