import { parseArgs } from 'node:util';
import { type AlternativeKind, alternativeKinds, type LanguageName, presets, type SetValue, type Severity, severities } from '../core';
import { languageNames } from '../service';
import { unknownOption } from './usage';

/** Wrong usage: said on standard error, exit status 2. */
export class UsageError extends Error {}

/** Ends the command after its reason was told. */
export class Told extends Error {}

export type OutputFormat = 'text' | 'json' | 'sarif' | 'github' | 'gitlab' | 'markdown' | 'html';

/** What each command can answer in; the others have text and JSON. */
const formatsOf: ReadonlyMap<string, readonly OutputFormat[]> = new Map([
  ['check', ['text', 'json', 'sarif', 'github', 'gitlab']],
  ['diff', ['text', 'json', 'markdown']],
  ['report', ['markdown', 'text', 'html', 'json']],
  ['rules', ['text']],
  ['mcp', ['text']],
]);

export interface Options {
  readonly command: string;
  readonly operands: readonly string[];
  readonly format: OutputFormat;
  readonly language?: LanguageName;
  readonly filesFrom?: string;
  readonly includeDirs: readonly string[];
  readonly config?: string;
  /** What charts are built with, as it is given to `helm`. */
  readonly values: readonly string[];
  readonly set: readonly Omit<SetValue, 'uri'>[];
  readonly failOn: Severity | 'never';
  /** The least severe that formats for people list; the others are counted. */
  readonly show: Severity;
  /** An earlier report; what it has is not reported again. */
  readonly baseline?: string;
  readonly queries?: string;
  readonly workspace: boolean;
  /** `why`: the folder whose files are searched for the cause. */
  readonly folder?: string;
  /** The other side of a diff is a version of the file itself. */
  readonly git: boolean;
  readonly harden: boolean;
  /** Of `fix`: lays the files out too. */
  readonly layOut: boolean;
  /** `explain`: everything at once. */
  readonly matrix: boolean;
  /** Names of changes that lose data or change who runs. */
  readonly allowBreaking: readonly string[];
  readonly dryRun: boolean;
  readonly write: boolean;
  /** A named file that is not recognized, or read only in part, fails the run. */
  readonly strict: boolean;
  /** Changes nothing; the exit status says whether there is something to change. */
  readonly check: boolean;
  readonly prove: boolean;
  /** The kinds of rules that are wanted, the most wanted first. */
  readonly prefer?: readonly AlternativeKind[];
  /** Rules go into the site's own files. */
  readonly local: boolean;
  /** Profiles that the log speaks of and that are not there are created. */
  readonly create: boolean;
  /** The default to rebase onto: `docker@29`. */
  readonly onto?: string;
  readonly union: boolean;
  readonly intersect: boolean;
  readonly output?: string;
  readonly help: boolean;
  readonly version: boolean;
  /** A level was asked for, so that the question is admission. */
  readonly admissionOnly: boolean;
  /** What the command line says of the settings, in the form of the configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const isHelp = positionals[0] === 'help';
  const [command = '', ...operands] = isHelp ? positionals.slice(1) : positionals;
  const format = choice('--format', values.format ?? 'text', formatsOf.get(command) ?? ['text', 'json']);
  const language = choice('--language', values.language ?? 'auto', ['auto', ...languageNames]);
  const failOn = choice('--fail-on', values['fail-on'] ?? 'error', [...severities, 'never'] as const);
  const settings: Record<string, unknown> = {};
  const set = (key: string, value: unknown) => {
    if (value !== undefined) settings[key] = value;
  };
  set('preset', presetOfOptions(values));
  set('target', values.target);
  set('architecture', values.architecture);
  set('kernel', values.kernel);
  set('runtime', values.runtime);
  set('capabilities', capabilitiesOf(values.capabilities));
  set('kubernetes.version', values.kubernetes?.replace(/^v/, ''));
  set(
    'podSecurity.level',
    values['pod-security'] && choice('--pod-security', values['pod-security'], ['privileged', 'baseline', 'restricted'] as const),
  );
  return {
    command,
    operands,
    format,
    ...(language !== 'auto' && { language }),
    ...(values['files-from'] !== undefined && { filesFrom: values['files-from'] }),
    includeDirs: values['include-dir'] ?? [],
    ...(values.config !== undefined && { config: values.config }),
    values: values.values ?? [],
    set: setOptions.flatMap(([option, as]) => (values[option] ?? []).map((text) => ({ text, as }))),
    failOn,
    // Whatever fails a run is listed.
    show: choice('--show', values.show ?? (failOn === 'hint' ? 'hint' : 'information'), severities),
    ...(values.baseline !== undefined && { baseline: values.baseline }),
    ...(values.queries !== undefined && { queries: values.queries }),
    workspace: values.workspace ?? false,
    ...(command === 'why' && { folder: values.folder ?? '.' }),
    git: values.git ?? false,
    harden: values.harden ?? false,
    layOut: values['lay-out'] ?? false,
    matrix: values.matrix ?? false,
    allowBreaking: values['allow-breaking'] ?? [],
    dryRun: values['dry-run'] ?? false,
    write: values.write ?? false,
    strict: values.strict ?? false,
    check: values.check ?? false,
    prove: values.prove ?? false,
    ...(values.prefer !== undefined && {
      prefer: values.prefer.split(',').map((kind) => choice('--prefer', kind.trim(), alternativeKinds)),
    }),
    local: values.local ?? false,
    create: values.new ?? false,
    ...(values.onto !== undefined && { onto: values.onto }),
    union: values.union ?? false,
    intersect: values.intersect ?? false,
    ...(values.output !== undefined && { output: values.output }),
    help: isHelp || (values.help ?? false),
    version: values.version ?? false,
    admissionOnly: values['pod-security'] !== undefined,
    settings,
  };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const known = {
  format: text,
  language: text,
  'files-from': text,
  target: text,
  architecture: text,
  kernel: text,
  runtime: text,
  check: flag,
  prove: flag,
  prefer: text,
  local: flag,
  new: flag,
  onto: text,
  union: flag,
  intersect: flag,
  output: text,
  capabilities: text,
  kubernetes: text,
  'pod-security': text,
  'include-dir': { type: 'string', multiple: true },
  config: text,
  values: { type: 'string', short: 'f', multiple: true },
  set: { type: 'string', multiple: true },
  'set-string': { type: 'string', multiple: true },
  'set-json': { type: 'string', multiple: true },
  preset: text,
  'fail-on': text,
  show: text,
  baseline: text,
  queries: text,
  workspace: flag,
  folder: text,
  git: flag,
  harden: flag,
  'lay-out': flag,
  matrix: flag,
  'allow-breaking': { type: 'string', multiple: true },
  'dry-run': flag,
  write: flag,
  strict: flag,
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: args[0] === 'fix' ? args.map(asLayOut) : args[0] === 'why' ? args.map(asFolder) : [...args],
      allowPositionals: true,
      options: known,
    });
  } catch (error) {
    throw new UsageError(complaintOf(error as Error));
  }
}

/** Node's message without its advice about arguments that begin with a dash. */
function complaintOf({ message }: Error): string {
  const [, unknown] = /^Unknown option '(--?[^']+)'/.exec(message) ?? [];
  return unknown === undefined ? (message.split(/[.\n]/)[0] ?? message) : unknownOption(unknown, Object.keys(known));
}

/** In the order in which Helm carries them out. */
const setOptions = [
  ['set-json', 'json'],
  ['set', 'typed'],
  ['set-string', 'string'],
] as const;

/** `--format` of `fix` names no form of a report: it lays out. */
const asLayOut = (arg: string): string => (arg === '--format' ? '--lay-out' : arg);

/** `--workspace` of `why` names a folder. */
const asFolder = (arg: string): string => arg.replace(/^--workspace(?==|$)/, '--folder');

export function choice<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw new UsageError(`${option} ${value}: must be one of ${allowed.join(', ')}`);
  return found;
}

/** Hints are shown to users who name them. */
function presetOfOptions(values: ReturnType<typeof parse>['values']): string | undefined {
  if (values.preset !== undefined) return choice('--preset', values.preset, presets);
  return [values.show, values['fail-on']].includes('hint') ? 'strict' : undefined;
}

function capabilitiesOf(value: string | undefined): unknown {
  if (value === undefined || ['default', 'none', 'all'].includes(value)) return value;
  return value.split(',').filter(Boolean);
}
