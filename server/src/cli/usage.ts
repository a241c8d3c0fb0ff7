import { nearest } from '../core';
import { languageNames } from '../service';

/** Everything that `--help` prints. */
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

/** The lines of each command, which begin with its name. */
const commandLines = new Map([...usage.matchAll(/^ {2}confine (\w+) .*\n(?: {4,}.*\n)*/gm)].map(([lines, name = '']) => [name, lines]));

/** Of one command: its lines and the options; of none that there is: everything. */
export function usageOf(command: string): string {
  const lines = commandLines.get(command);
  return lines === undefined ? usage : `${lines}${usage.slice(usage.indexOf('\nOptions\n'))}`;
}

/** `there is no command chek; did you mean check?` */
export const unknownCommand = (name: string): string => withGuess(`there is no command ${name}`, nearest(name, commandLines.keys()));

export const unknownOption = (name: string, options: readonly string[]): string => {
  const guess = nearest(
    name,
    options.map((option) => `--${option}`),
  );
  return withGuess(`there is no option ${name}`, guess);
};

const withGuess = (text: string, guess: string | undefined): string => (guess === undefined ? text : `${text}; did you mean ${guess}?`);
