import { TemplateError } from '../syntax';
import { Native, of, type Value } from '../value';

/** Versions and constraints as Masterminds/semver reads them: `>=1.19-0`, `^1.2`, `~1.2.x`, `1.2 - 1.4`, `a || b`. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  readonly pre: string;
  readonly build: string;
  readonly text: string;
}

const shape = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z.-]+))?(?:\+([\dA-Za-z.-]+))?$/;

export function versionOf(text: string): Version | undefined {
  const found = shape.exec(text.trim());
  if (!found) return undefined;
  const [, major, minor = '0', patch = '0', pre = '', build = ''] = found;
  return { numbers: [Number(major), Number(minor), Number(patch)], pre, build, text };
}

export function nativeVersion(version: Version): Value {
  const [major, minor, patch] = version.numbers;
  const text = `${major}.${minor}.${patch}${version.pre && `-${version.pre}`}${version.build && `+${version.build}`}`;
  const compare = (args: readonly Value[]): Value => {
    const other = args[0]?.v;
    const against = other instanceof Native ? versionOf(String(other.fields.Version?.v)) : undefined;
    return of(against ? order(version, against) : 0);
  };
  const fields = {
    Major: of(major),
    Minor: of(minor),
    Patch: of(patch),
    Prerelease: of(version.pre),
    Metadata: of(version.build),
    Original: of(version.text),
    Version: of(text),
  };
  return of(new Native('semver', fields, { Compare: compare, String: () => of(text) }));
}

/** Below, equal, above. */
export function order(a: Version, b: Version): number {
  for (const i of [0, 1, 2] as const) if (a.numbers[i] !== b.numbers[i]) return Math.sign(a.numbers[i] - b.numbers[i]);
  if (a.pre === b.pre) return 0;
  if (!a.pre || !b.pre) return a.pre ? -1 : 1;
  return orderOfPre(a.pre.split('.'), b.pre.split('.'));
}

function orderOfPre(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (one === other) continue;
    const numeric = [one, other].map((part) => /^\d+$/.test(part));
    if (numeric[0] && numeric[1]) return Math.sign(Number(one) - Number(other));
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

const part =
  /\s*(=|==|!=|>=|=>|<=|=<|>|<|~>|~|\^)?\s*v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z.-]+)?\s*/y;

export function satisfies(text: string, constraint: string): boolean {
  const version = versionOf(text);
  if (!version) throw new TemplateError(`${JSON.stringify(text)} is not a semantic version`);
  return constraint.split('||').some((all) => partsOf(all).every((one) => one(version)));
}

type Test = (version: Version) => boolean;

function partsOf(text: string): readonly Test[] {
  const ranged = text.replace(/(\S+)\s+-\s+(\S+)/g, '>=$1,<=$2');
  const tests: Test[] = [];
  part.lastIndex = 0;
  for (let at = 0; at < ranged.length; ) {
    while (/[\s,]/.test(ranged[at] ?? '')) at++;
    if (at >= ranged.length) break;
    part.lastIndex = at;
    const found = part.exec(ranged);
    if (!found?.[0]) throw new TemplateError(`${JSON.stringify(text.trim())} is not a version constraint`);
    at += found[0].length;
    tests.push(testOf(found));
  }
  return tests;
}

function testOf([, sign = '', ...rest]: RegExpExecArray): Test {
  const [major, minor, patch, pre = ''] = rest;
  const wild = [major, minor, patch].findIndex((one) => one === undefined || /^[xX*]$/.test(one));
  const known = wild < 0 ? 3 : wild;
  const numbers = [major, minor, patch].map((one, i) => (i < known ? Number(one) : 0)) as unknown as [number, number, number];
  const low: Version = { numbers, pre, build: '', text: '' };
  const next = (index: number): Version => ({
    numbers: numbers.map((one, i) => (i < index ? one : i === index ? one + 1 : 0)) as unknown as [number, number, number],
    pre: '',
    build: '',
    text: '',
  });
  // A version before a release fits only where the constraint speaks of such versions too.
  const allowed: Test = (version) => !version.pre || pre !== '';
  const from: Test = (version) => order(version, low) >= 0;
  const below =
    (limit: Version): Test =>
    (version) =>
      order({ ...version, pre: '' }, limit) < 0;
  const within =
    (index: number): Test =>
    (version) =>
      allowed(version) && from(version) && (index < 0 || below(next(index))(version));
  switch (sign) {
    case '!=':
      return (version) => (known < 3 ? !within(known - 1)(version) : order(version, low) !== 0);
    case '>':
      return (version) => allowed(version) && (known < 3 ? known > 0 && !below(next(known - 1))(version) : order(version, low) > 0);
    case '>=':
    case '=>':
      return (version) => allowed(version) && from(version);
    case '<':
      return (version) => allowed(version) && order(version, low) < 0;
    case '<=':
    case '=<':
      return (version) => allowed(version) && (known < 3 ? known === 0 || below(next(known - 1))(version) : order(version, low) <= 0);
    case '~':
    case '~>':
      return within(known === 0 ? -1 : Math.min(1, known - 1));
    case '^': {
      const first = numbers.findIndex((one) => one > 0);
      return within(known === 0 ? -1 : first < 0 ? known - 1 : Math.min(first, known - 1));
    }
    default:
      return known < 3 ? within(known - 1) : (version) => allowed(version) && order(version, low) === 0;
  }
}
