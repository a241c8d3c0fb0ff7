import {
  type ApparmorRuleKind,
  apparmorRuleKinds,
  type Context,
  type Convention,
  type CustomResource,
  conventions,
  defaultContext,
  type Fact,
  memo,
  type PodSecurityLevel,
  type Preset,
  presets,
  type Severity,
  targetNamed,
} from '../core';
import { type Glob, globOf } from './glob';
import { loadLanguages, targetProblem } from './registry';
import type { StructureSetting } from './structure';

/** The section `confine` of the editor's configuration, and of `.confine.yaml`. */
export interface Settings {
  /** `auto`, `docker`, `docker@25`. */
  readonly target: string;
  readonly architecture: string;
  readonly kernel: string;
  /** `runc-1.4`; '' for any. */
  readonly runtime: string;
  readonly capabilities: Context['capabilities'];
  readonly kubernetes: string;
  readonly podSecurity: PodSecurityLevel | 'auto';
  /** Rule code → severity; `off` silences it. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Which rules report. */
  readonly preset: Preset;
  /** Patterns of paths that are not checked. */
  readonly exclude: readonly string[];
  readonly includeFolders: readonly string[];
  readonly apparmorVersion: string;
  /** Which conventions AppArmor profiles are checked for. */
  readonly apparmorConventions: readonly Convention[];
  /** Which kinds of rules come first by the convention `order`. */
  readonly apparmorOrder: readonly ApparmorRuleKind[];
  /** Ask apparmor_parser about saved profiles. */
  readonly secondOpinion: boolean;
  /** Where apparmor_parser is; empty: on the path. */
  readonly parserPath: string;
  readonly policyTarget: string;
  /** Who runs the program that reads policies. */
  readonly policyUser: string;
  /** The variables that it runs with: `CONTAINERS_POLICY_JSON`. */
  readonly policyEnvironment: Readonly<Record<string, string>>;
  readonly customResources: readonly CustomResource[];
  readonly seccompRoot: string;
  readonly structure: StructureSetting;
  readonly lenses: boolean;
  readonly hints: boolean;
  /** Read the code blocks of Markdown. */
  readonly markdown: boolean;
}

/** What decides which findings are reported, and how severe they are; without a preset all are. */
export type RuleSettings = Pick<Settings, 'rules'> & Partial<Pick<Settings, 'preset'>>;

export const defaultSettings: Settings = {
  target: 'auto',
  architecture: defaultContext.architecture,
  kernel: defaultContext.kernel,
  runtime: '',
  capabilities: 'default',
  kubernetes: 'latest',
  podSecurity: 'auto',
  rules: {},
  preset: 'recommended',
  exclude: [],
  includeFolders: [],
  apparmorVersion: 'auto',
  apparmorConventions: [],
  apparmorOrder: [],
  secondOpinion: false,
  parserPath: '',
  policyTarget: 'latest',
  policyUser: 'auto',
  policyEnvironment: {},
  customResources: [],
  seccompRoot: '',
  structure: 'auto',
  lenses: true,
  hints: false,
  markdown: false,
};

/** Reads one value, or says what it should be. */
type Reader<T> = (value: unknown) => T | undefined;

const text: Reader<string> = (value) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() || undefined : undefined;
const textLike =
  (pattern: RegExp): Reader<string> =>
  (value) => {
    // A number where YAML makes one of a version: `kernel: 6.18`.
    const read = typeof value === 'number' ? String(value) : value;
    return typeof read === 'string' && pattern.test(read.trim()) ? read.trim() : undefined;
  };
const emptyText: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const texts: Reader<readonly string[]> = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
const textsByName: Reader<Readonly<Record<string, string>>> = (value) =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string') ? (value as Record<string, string>) : undefined;
const patterns: Reader<readonly string[]> = (value) => {
  const read = texts(value);
  return read?.every(globOf) ? read : undefined;
};
const oneOf =
  <T extends string>(...words: readonly T[]): Reader<T> =>
  (value) =>
    words.find((word) => word === value);
const listOf =
  <T extends string>(...words: readonly T[]): Reader<readonly T[]> =>
  (value) => {
    const read = texts(value)?.map((item) => words.find((word) => word === item));
    return read?.every((word) => word !== undefined) ? read : undefined;
  };
/** A runtime, and a release of it if its default is not the newest: `docker@25`. */
const target: Reader<string> = (value) =>
  typeof value === 'string' && (value === 'auto' || targetProblem(value) === undefined) ? value.trim().toLowerCase() : undefined;
const architecture: Reader<string> = (value) => {
  const named = text(value);
  return named !== undefined && targetProblem(named, 'architecture') === undefined ? named : undefined;
};
/** A release without its `v`, where the languages know it. */
const releaseOf =
  (setting: string): Reader<string> =>
  (value) => {
    const release = text(value)
      ?.toLowerCase()
      .replace(/^v(?=\d)/, '');
    return release === undefined || targetProblem(release, setting) !== undefined ? undefined : release;
  };
const releaseProblem =
  (setting: string): Complaint =>
  (value) =>
    targetProblem(
      value
        .trim()
        .toLowerCase()
        .replace(/^v(?=\d)/, ''),
      setting,
    );
const capabilities: Reader<Context['capabilities']> = (value) => {
  const names = texts(value)?.map((name) => name.toUpperCase().replace(/^(?!CAP_)/, 'CAP_'));
  return oneOf('default', 'none', 'all')(value) ?? (names?.every((name) => /^CAP_[A-Z0-9_]+$/.test(name)) ? names : undefined);
};
const rules: Reader<Settings['rules']> = (value) => {
  if (!isRecord(value)) return undefined;
  const severity = oneOf('off', 'hint', 'information', 'warning', 'error');
  return Object.fromEntries(
    Object.entries(value).flatMap(([code, word]) => (severity(word) ? [[code, severity(word) as Severity | 'off']] : [])),
  );
};
const resources: Reader<readonly CustomResource[]> = (value) =>
  Array.isArray(value)
    ? value.filter(
        (item): item is CustomResource => isRecord(item) && ['group', 'kind', 'path'].every((key) => typeof item[key] === 'string'),
      )
    : undefined;

/** Says what is wrong with a value that was not accepted. */
type Complaint = (value: string) => string | undefined;

/** Every setting: its key below `confine.`, how it is read, what may be wrong with it. A test compares the keys with the manifest. */
export const settingKeys: { readonly [Key in keyof Settings]: readonly [string, Reader<Settings[Key]>, Complaint?] } = {
  target: ['target', target, targetProblem],
  architecture: ['architecture', architecture, (value) => targetProblem(value, 'architecture')],
  kernel: ['kernel', textLike(/^\d+\.\d+$/), (value) => `"${value}" is not a line of Linux releases, such as 6.18`],
  runtime: [
    'runtime',
    textLike(/^(?:(?:runc|crun)(?:-v?\d+\.\d+(?:\.\d+)?)?)?$/),
    (value) => `"${value}" is not runc or crun, alone or with a release, such as runc-1.4`,
  ],
  capabilities: ['capabilities', capabilities],
  kubernetes: ['kubernetes.version', releaseOf('kubernetes.version'), releaseProblem('kubernetes.version')],
  podSecurity: ['podSecurity.level', oneOf('auto', 'privileged', 'baseline', 'restricted')],
  rules: ['rules', rules],
  preset: ['preset', oneOf(...presets)],
  exclude: ['exclude', patterns],
  includeFolders: ['apparmor.includeFolders', texts],
  apparmorVersion: ['apparmor.version', releaseOf('apparmor.version'), releaseProblem('apparmor.version')],
  apparmorConventions: ['apparmor.conventions', listOf(...conventions)],
  apparmorOrder: ['apparmor.order', listOf(...apparmorRuleKinds)],
  secondOpinion: ['apparmor.secondOpinion', flag],
  parserPath: ['apparmor.parserPath', emptyText],
  policyTarget: ['policy.target', text],
  policyUser: ['policy.user', textLike(/^(?:auto|root|rootless|\d+)$/)],
  policyEnvironment: ['policy.environment', textsByName],
  customResources: ['pod.customResources', resources],
  seccompRoot: ['pod.seccompRoot', emptyText],
  structure: ['structure', oneOf('auto', 'always', 'never')],
  lenses: ['lens.enabled', flag],
  hints: ['hints.enabled', flag],
  markdown: ['markdown', flag],
};

/** Settings that decide what is read, run or left out: a workspace that is not trusted doesn't set them. A test compares them with the manifest. */
export const restrictedKeys: ReadonlySet<string> = new Set([
  'apparmor.includeFolders',
  'apparmor.parserPath',
  'apparmor.secondOpinion',
  'exclude',
  'pod.seccompRoot',
]);

/**
 * Settings from whatever is in the configuration: nested (`{kubernetes: {version}}`) or dotted keys. A value of
 * the wrong form is as if it were not there, and is named in `problems`.
 */
export function readSettings(raw: unknown): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const settings: Record<string, unknown> = { ...defaultSettings };
  for (const [field, [key, read, complaint]] of Object.entries(settingKeys) as [
    keyof Settings,
    readonly [string, Reader<unknown>, Complaint?],
  ][]) {
    const value = lookUp(raw, key);
    if (value === undefined || value === null) continue;
    const accepted = read(value);
    const problem = typeof value === 'string' ? complaint?.(value) : undefined;
    if (accepted === undefined)
      problems.push(`confine.${key}: ${problem ?? `${JSON.stringify(value)} is not a value that this setting takes`}`);
    else settings[field] = accepted;
  }
  return { settings: settings as unknown as Settings, problems };
}

/** What only the languages know: which targets there are, and which rules. */
const judgedByLanguages = ['target', 'architecture', 'policy.target', 'kubernetes.version', 'apparmor.version', 'rules'] as const;

/** Loads the languages where one of them says whether these settings are right; before these are read. */
export async function loadForSettings(raw: unknown): Promise<void> {
  const isPlain = (value: unknown) =>
    value === undefined ||
    ['auto', defaultSettings.policyTarget, defaultSettings.architecture].includes(value as string) ||
    Object.keys(Object(value)).length === 0;
  if (!judgedByLanguages.every((key) => isPlain(lookUp(raw, key)))) await loadLanguages();
}

/** The value in force of a setting, named as the configuration names it. */
export function settingValue(settings: Settings, key: string): string {
  const field = (Object.keys(settingKeys) as (keyof Settings)[]).find((one) => settingKeys[one][0] === key);
  return field === undefined ? '' : String(settings[field]);
}

export function lookUp(raw: unknown, key: string): unknown {
  if (!isRecord(raw)) return undefined;
  if (key in raw) return raw[key];
  const dot = key.indexOf('.');
  return dot < 0 ? undefined : lookUp(raw[key.slice(0, dot)], key.slice(dot + 1));
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The Context of the settings; made anew only when something in it differs, since a new one means checking again. */
export function contextMaker(): (settings: Settings, facts: readonly Fact[], ownsStructure: boolean) => Context {
  const made = new WeakMap<Settings, Map<boolean, Context>>();
  return (settings, facts, owns) => {
    const ofSettings = made.get(settings) ?? new Map<boolean, Context>();
    made.set(settings, ofSettings);
    const known = ofSettings.get(owns);
    if (known?.facts === facts) return known;
    const context: Context = {
      target: 'auto',
      ...targetNamed(settings.target),
      architecture: settings.architecture,
      kernel: settings.kernel,
      ...(settings.runtime && { runtime: settings.runtime }),
      capabilities: settings.capabilities,
      kubernetes: settings.kubernetes,
      ...(settings.podSecurity !== 'auto' && { podSecurity: settings.podSecurity }),
      admissionOnly: false,
      apparmor: { version: settings.apparmorVersion, conventions: settings.apparmorConventions, order: settings.apparmorOrder },
      policy: { target: settings.policyTarget, user: settings.policyUser, environment: settings.policyEnvironment },
      pod: { customResources: settings.customResources, seccompRoot: settings.seccompRoot },
      markdown: settings.markdown,
      ownsStructure: owns,
      facts,
    };
    ofSettings.set(owns, context);
    return context;
  };
}

/** A context as if the setting `target` said `docker`, or `docker@25`. */
export const withTarget = ({ release: _, ...context }: Context, name: string): Context => ({ ...context, ...targetNamed(name) });

const globsOf = memo((exclude: readonly string[]): readonly Glob[] => exclude.flatMap((pattern) => globOf(pattern) ?? []));

/** Whether the settings leave a path out. */
export function excluded(path: string, { exclude }: Pick<Settings, 'exclude'>): boolean {
  if (exclude.length === 0) return false;
  const name = path.replace(/^\/+/, '');
  return globsOf(exclude).some((glob) => glob.matches(name));
}
