import { applyEdits, type Baseline, type Context, memoPair, type Target } from '../../core';
import { type Architecture, type SeccompDefault, type SeccompProfile, type SeccompRule, seccompDefaultOf } from '../../knowledge';
import { type Plain, setValue } from '../../tree';
import { analyse } from './analysis';
import { type Layout, layoutOf, renderProfile } from './layout';
import { objectOf } from './model';
import { jsonPart, type SeccompPart, yamlPart } from './part';
import { assumedTarget, formatOf, hostOf, loaderFor, loaderOf, type SeccompLoader } from './target';

type Members = { readonly [key: string]: Plain };

const baselineFor = memoPair((part: SeccompPart, context: Context) => make(part, loaderOf(part, context), context));

/** The default of the runtime that reads the file, laid out as the file is: its format, its grouping, its order. */
export function baseline(part: SeccompPart | undefined, context: Context): Baseline<SeccompPart> | undefined {
  if (!part) return make(undefined, loaderFor(context.target === 'auto' ? assumedTarget : context.target, context.release), context);
  return part.profile && baselineFor(part, context);
}

function make(
  part: SeccompPart | undefined,
  { target, release, reader }: SeccompLoader,
  context: Context,
): Baseline<SeccompPart> | undefined {
  const source = seccompDefaultOf(target, release);
  const plain = isPlain(part, target);
  const profile = plain ? resolvedDefault(source, target, context) : source.profile;
  const layout = layoutOf(part, reader);
  const value = arrange(profile, layout);
  const made = part && part.tree.syntax === 'yaml' ? inObject(part, value) : jsonPart(renderProfile(value, layout));
  if (!made) return undefined;
  return {
    title: source.title.toLowerCase().replace(/^cri-o/, 'CRI-O'),
    fileName: `${target}${release === undefined ? '' : `-${source.version}`}-default-seccomp.${part?.tree.syntax === 'yaml' ? 'yaml' : 'json'}`,
    part: { ...made, readAs: target },
    text: made.text,
  };
}

/** Whether the default has to be shown resolved: containerd reads nothing else, and a plain file has nowhere to put conditions. */
const isPlain = (part: SeccompPart | undefined, target: Target): boolean =>
  target === 'containerd' || (part?.profile !== undefined && formatOf(part.profile) === 'oci');

/** The document with another profile. */
export function inObject(part: SeccompPart, value: Plain): SeccompPart | undefined {
  const spec = objectOf(part.root);
  return spec && yamlPart(applyEdits(part.text, setValue(part.tree, spec, value)), part.path);
}

interface ResolvedProfile extends SeccompProfile {
  readonly abis: readonly Architecture[];
}

/** The default for this host and these capabilities, in the runtime specification's form. */
function resolvedDefault({ profile }: SeccompDefault, target: Target, context: Context): ResolvedProfile {
  const part = jsonPart(JSON.stringify(profile));
  const host = hostOf(context, target);
  const reader = target === 'podman' || target === 'cri-o' ? ('containers' as const) : ('moby' as const);
  const own = part.profile && analyse(part.profile, { ...loaderFor(target), reader }, host).resolved;
  const active = new Set(own?.rules.map(({ rule }) => rule.index));
  const { archMap: _, ...rest } = profile;
  return {
    ...rest,
    archMap: [],
    abis: own?.abis ?? [],
    syscalls: profile.syscalls.flatMap(({ includes: _includes, excludes: _excludes, comment: _comment, ...rule }, i) =>
      active.has(i) ? [rule] : [],
    ),
  };
}

/** The default's rules as the file would have them: shared names in the file's rules and order, the rest where it fits best. */
function arrange(profile: SeccompProfile | ResolvedProfile, layout: Layout): Members {
  const placed = new Map<number, { readonly rule: SeccompRule; readonly names: string[] }>();
  for (const [i, rule] of profile.syscalls.entries()) {
    const homes = layout.rulesLike(rule);
    const main = mostShared(homes, rule.names)?.index;
    for (const name of rule.names) {
      // What the file has no rule for comes after its rules, in the default's order.
      const at = homes.find((home) => home.names.has(name))?.index ?? main ?? layout.count + i;
      const there = placed.get(at) ?? { rule, names: [] };
      there.names.push(name);
      placed.set(at, there);
    }
  }
  const abis = 'abis' in profile ? profile.abis : undefined;
  for (const [at, names] of abis ? layout.idle(abis) : []) {
    if (names.length) placed.set(at, { rule: { names, action: '' }, names: [...(placed.get(at)?.names ?? []), ...names] });
  }
  const syscalls = [...placed]
    .sort(([a], [b]) => a - b)
    .map(([at, { rule, names }]) => layout.keys(at, { ...rule, names: layout.order(at, [...new Set(names)]) }));
  const { archMap, defaultAction, defaultErrnoRet } = profile;
  return layout.topKeys({
    ...layout.carried(defaultErrnoRet),
    defaultAction,
    ...(abis ? { architectures: abis.map(({ scmp }) => scmp) } : { archMap: archMap.map((entry) => layout.archMapEntry(entry)) }),
    syscalls,
  });
}

function mostShared<Home extends { readonly names: ReadonlySet<string> }>(
  homes: readonly Home[],
  names: readonly string[],
): Home | undefined {
  let best: Home | undefined;
  let most = -1;
  for (const home of homes) {
    const shared = names.reduce((count, name) => count + Number(home.names.has(name)), 0);
    if (shared <= most) continue;
    [best, most] = [home, shared];
  }
  return best;
}
