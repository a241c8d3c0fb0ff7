import { parseArgs } from 'node:util';
import { type AlternativeKind, alternativeKinds, type LanguageName, presets, type SetValue, type Severity, severities } from '../core';
import { languageNames } from '../service';

/** Wrong usage: said on standard error, exit status 2. */
export class UsageError extends Error {}

/** Ends the command after its reason was told. */
export class Told extends Error {}

export const formats = ['text', 'json', 'sarif', 'github', 'gitlab', 'markdown', 'html'] as const;
export type OutputFormat = (typeof formats)[number];

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

export const usage = `confine: what the kernel, the runtime or the cluster will do with files that confine containers

  confine check   [options] PATH...        findings for files, folders or - (standard input)
  confine fix     [options] PATH...        applies safe fixes in place; - to standard output
                  --harden                 also the ones that change behavior, up to the level of --pod-security
                  --allow-breaking NAME    also those that lose data or change who runs (replaced-volume, root-init); repeatable
                  --format                 also lays AppArmor profiles out as the editor does
                  --dry-run                prints a unified diff instead
  confine diff    [options] FILE [FILE]    meaning of FILE against the runtime default, or against another file
                  --git [REVISION]         against the file as git has it (default HEAD)
  confine explain [options] FILE QUERY...  what FILE decides for a syscall, a path, a rule, an image, a container
                  --queries FILE           one JSON query a line
                  --workspace              every image that the workspace runs; for a container: with the cluster's files
                  --matrix                 Pod Security level by version, for each pod of FILE
  confine observe [options] FILE LOG...    rules that a profile, or all profiles of a folder, need for denials or recorded calls (LOG, or -)
                  --write                  writes them into the files
                  --prefer KIND,...        which kind of rule to write first: literal, variables, glob, any-owner, audit,
                                           abstraction, deny, inherit, profile, fallback, named, child, unconfined, stack, priority
                  --local                  AppArmor: into the local/ file that the profile includes
                  --new                    AppArmor: creates the profiles that are missing
                  --check                  exit status 1 if a rule is missing; also lists the rules that no log uses
                  --prove                  checks that the resulting profile allows every recorded call
  confine why     [options] [LOG | -]      which file and line caused the errors in LOG: events, errors of the kubelet, runtimes and
                                           programs, refused pulls, audit lines (--format text|json; exit status 1: one has no answer)
                  --workspace DIR          where the files are (default: the folder that it is started in)
  confine rebase  [options] FILE           a seccomp profile onto a newer default of its runtime
                  --onto docker@29         (default: the newest of the runtime that it was forked from)
                  --check                  exit status 1 if the profile is not up to date
                  --dry-run                prints a unified diff instead
  confine merge   [options] FILE FILE...   one seccomp or AppArmor profile for several; differences go to standard error
                  --union | --intersect    allows what any allows, or what all allow (seccomp)
                  --output FILE            writes it there instead, and prints the differences
  confine overlay [options] [PURPOSE [FILE]]  what a sandbox, a debugger, FUSE, perf … need beyond the runtime default: the list with risks,
                                           the default of --target with it, or FILE with it (--dry-run: a unified diff)
  confine render  FILE [PATH]              the files that OpenShift writes from an image policy, or one of them
  confine report  [options] FOLDER...      one page in Markdown (or --format html, json): what confines each workload, profiles in use,
                                           forks that are out of date, exceptions with reason and age
                  --git                    the age of an exception is that of its line in git, where its comment has no date
  confine rules   [CODE]                   the rules, or one rule's page
  confine lsp     [--stdio]                the language server, for any editor
  confine mcp     [options]                tools for coding assistants (Model Context Protocol): read-only, below this folder

Options
  --format text|json|sarif|github|gitlab   for diff also markdown
  --language auto|${languageNames.join('|')}
  --files-from FILE                        one path a line, - for standard input
  --target docker|podman|cri-o|containerd  which runtime loads it (default: detected from the file, else docker);
                                           docker@25: with the default of that release
  --architecture x86_64|aarch64|...        --kernel 6.18
  --runtime runc-1.4|crun-1.29             whose start-up calls count (default: any release)
  --capabilities default|none|all|CAP_A,CAP_B
  --kubernetes 1.NN|latest                 the version of the cluster that pods are for
  --pod-security privileged|baseline|restricted
                                           judges admission: errors are what the API server and this level
                                           refuse; what only the kubelet refuses later is a warning
  --include-dir DIR                        where AppArmor looks for <...>, repeatable
  --values FILE, --set a.b=c               values that Helm charts are built with, repeatable; also --set-string, --set-json
  --config FILE                            settings; by default .confine.yaml, looked for upwards
  --preset essential|recommended|strict    what is reported: what a loader refuses and what is dangerous; also what is
                                           accepted but not as written (default); also all advice
  --fail-on error|warning|information|hint|never   (default error)
  --baseline FILE                          reports only what FILE, an earlier report in JSON or SARIF, does not have
  --strict                                 exit status 2 where a named file is not recognized, or read only in part
  --show error|warning|information|hint    what text and github list (default information, or what --fail-on
                                           names); text counts the rest

Exit status: 0 nothing at or above --fail-on; 1 something; 2 wrong usage or an unreadable file
`;

export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [command = '', ...operands] = positionals;
  const format = choice('--format', values.format ?? 'text', formats);
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
    help: values.help ?? false,
    version: values.version ?? false,
    admissionOnly: values['pod-security'] !== undefined,
    settings,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: args[0] === 'fix' ? args.map(asLayOut) : args[0] === 'why' ? args.map(asFolder) : [...args],
      allowPositionals: true,
      options: {
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
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
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
