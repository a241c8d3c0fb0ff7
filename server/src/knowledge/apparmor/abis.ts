/** What an abi states: the features of the kernel that a policy was written for. */

import { lazy } from '../lazy';
import data from './data/abis.json';

/** Paths of names, and the beginnings of these paths: `network`, `network/af_unix`, `network/af_unix/yes`. */
export type AbiFeatures = ReadonlySet<string>;

const builtInName = 'default';

const shipped = lazy((): ReadonlyMap<string, AbiFeatures> => {
  const abis = new Map<string, Set<string>>();
  for (const [names, paths] of Object.entries(data.features)) {
    for (const name of names.split(' ')) {
      const features = abis.get(name) ?? new Set();
      for (const path of paths) addPath(features, path);
      abis.set(name, features);
    }
  }
  return abis;
});

function addPath(features: Set<string>, path: string) {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) features.add(path.slice(0, end));
  features.add(path);
}

/** The features of `3.0`, `4.0-ip`, `kernel-5.4-vanilla`, …; undefined for a name that AppArmor does not ship. */
export const shippedFeatures = (name: string): AbiFeatures | undefined => (name === builtInName ? undefined : shipped().get(name));

/** What apparmor_parser treats as a policy without an abi; the same in every release since 3.0. */
export const builtInFeatures = (): AbiFeatures => shipped().get(builtInName) as AbiFeatures;

/** The release that each abi came with, oldest first. */
export const abiReleases = (): Readonly<Record<string, string>> => data.since;

/** Whether apparmor_parser looks for a feature, from which release on. */
export const featureAsked = (path: string): string | undefined => (data.asked as Readonly<Record<string, string>>)[path];

/** An abi file has words in braces, some thousand characters long. */
const longestAbi = 1 << 18;

/** The features of an abi file; undefined where the text lists none. */
export function readFeatures(text: string): AbiFeatures | undefined {
  if (text.length > longestAbi) return undefined;
  const features = new Set<string>();
  const open: string[] = [];
  let last = '';
  for (const [word] of text.matchAll(/[^\s{}]+|[{}]/g)) {
    if (word === '{') open.push(last);
    else if (word === '}') open.pop();
    else {
      last = open.length > 0 ? `${open.at(-1)}/${word}` : word;
      if (open.length < deepest) features.add(last);
    }
  }
  return features.size > 0 && open.length === 0 && /\{/.test(text) ? features : undefined;
}

const deepest = 16;
