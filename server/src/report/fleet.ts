import {
  type ConfinedWorkload,
  code,
  counted,
  escaped,
  type FleetFile,
  listed,
  type Markdown,
  md,
  ours,
  paragraphs,
  type ReportedException,
  type Severity,
  table,
} from '../core';

const worstFirst = { privileged: 0, baseline: 1, restricted: 2 } as const;

/** What is no pod passes no level: a privileged one is among the worst, the others follow the pods. */
const rankOf = ({ passes, containers }: ConfinedWorkload): number =>
  passes ? worstFirst[passes] : containers.some(({ settings }) => settings.privileged === 'true') ? worstFirst.privileged : 3;

/** The settings that tell most about a container, in the order of the columns. */
const columns = [
  'runAsUser',
  'runAsNonRoot',
  'allowPrivilegeEscalation',
  'capabilities',
  'readOnlyRootFilesystem',
  'seccompProfile',
  'appArmorProfile',
] as const;

/** One page for the folder: what each workload passes, what confines each container, which profiles are in use, what is excepted. */
export function fleetAsMarkdown(folder: string, files: readonly FleetFile[], today: Date): Markdown {
  const workloads = files
    .flatMap(({ path, workloads: own }) => own.map((workload) => ({ path, workload })))
    .sort((a, b) => rankOf(a.workload) - rankOf(b.workload));
  const forks = files.filter(({ fork }) => fork).sort((a, b) => Number(a.fork?.current) - Number(b.fork?.current));
  const found = files.filter(({ counts }) => counts.error + counts.warning + counts.information > 0);
  const exceptions = files.flatMap(({ path, exceptions: own }) => own.map((exception) => ({ path, exception })));
  exceptions.sort((a, b) => (a.exception.since ?? '').localeCompare(b.exception.since ?? ''));
  return md`${paragraphs(
    md`# What confines the workloads of ${escaped(folder)}`,
    ours(
      summaryOf(
        files,
        workloads.map(({ workload }) => workload),
      ),
    ),
    workloads.length > 0 && paragraphs(md`## Workloads`, workloadTable(workloads)),
    workloads.length > 0 && paragraphs(md`## Containers`, containerTable(workloads)),
    profilesInUse(workloads),
    forks.length > 0 && paragraphs(md`## Forks of a runtime's default`, forkTable(forks)),
    exceptions.length > 0 && paragraphs(md`## Exceptions`, exceptionTable(exceptions, today)),
    found.length > 0 && paragraphs(md`## Findings`, findingTable(found)),
  )}\n`;
}

interface PlacedWorkload {
  readonly path: string;
  readonly workload: ConfinedWorkload;
}

const nameOf = ({ kind, name }: ConfinedWorkload) => code(name ? `${kind} ${name}` : kind);

function summaryOf(files: readonly FleetFile[], workloads: readonly ConfinedWorkload[]): string {
  const passing = (level: ConfinedWorkload['passes']) => workloads.filter(({ passes }) => passes === level).length;
  const levels = (['restricted', 'baseline', 'privileged'] as const).map((level) => `${passing(level)} ${level}`);
  const others = workloads.filter(({ passes }) => passes === undefined).length;
  const said = [...(others < workloads.length ? levels : []), ...(others > 0 ? [`${others} not in a pod`] : [])];
  return `${counted(files.length, 'file')}, ${counted(workloads.length, 'workload')}${workloads.length ? `: ${listed(said)}` : ''}.`;
}

const workloadTable = (workloads: readonly PlacedWorkload[]): Markdown =>
  table(
    [md`Namespace`, md`Workload`, md`Passes`, md`Why no stricter level`, md`File`],
    workloads.map(({ path, workload }) => [
      escaped(workload.namespace ?? ''),
      nameOf(workload),
      ours(workload.passes === undefined ? 'no pod' : workload.partial ? `${workload.passes}, as far as the file says` : workload.passes),
      ours(listed([...workload.reasons])),
      escaped(path),
    ]),
  );

const containerTable = (workloads: readonly PlacedWorkload[]): Markdown =>
  table(
    [md`Workload`, md`Container`, md`Image`, ...columns.map((field) => code(field))],
    workloads.flatMap(({ workload }) =>
      workload.containers.map(({ name, image, settings }) => [
        nameOf(workload),
        code(name),
        escaped(image ?? ''),
        ...columns.map((field) => escaped(settings[field] ?? '')),
      ]),
    ),
  );

/** Who uses which profile, those of the most workloads first. */
function profilesInUse(workloads: readonly PlacedWorkload[]): Markdown | false {
  const users = new Map<string, Set<string>>();
  for (const { workload } of workloads)
    for (const profile of workload.containers.flatMap(({ profiles }) => profiles))
      users.set(profile, (users.get(profile) ?? new Set()).add(workload.name));
  if (!users.size) return false;
  const rows = [...users]
    .sort((a, b) => b[1].size - a[1].size)
    .map(([profile, names]) => [escaped(profile), escaped(listed([...names].sort()))]);
  return paragraphs(md`## Profiles in use`, table([md`Profile`, md`Workloads`], rows));
}

const forkTable = (files: readonly FleetFile[]): Markdown =>
  table(
    [md`Profile`, md`Forked from`, md`State`],
    files.map(({ path, fork }) => [
      escaped(path),
      escaped(fork?.of ?? ''),
      ours(fork?.current ? 'up to date' : 'out of date: the default has changed since; `confine rebase` moves it'),
    ]),
  );

/** The oldest first; those whose age is unknown before them. */
const exceptionTable = (exceptions: readonly { readonly path: string; readonly exception: ReportedException }[], today: Date): Markdown =>
  table(
    [md`Rules`, md`Reason`, md`Since`, md`Age`, md`Place`],
    exceptions.map(({ path, exception: { codes, reason, line, since } }) => [
      escaped(codes.join(', ')),
      escaped(reason || 'no reason, so it does not count'),
      escaped(since ?? 'unknown'),
      ours(since ? ageText(since, today) : ''),
      escaped(`${path}:${line}`),
    ]),
  );

/** Whole months from the second on, whole years from the second on: what tells old exceptions from new ones. */
function ageText(since: string, today: Date): string {
  const days = Math.floor((today.getTime() - Date.parse(since)) / 86_400_000);
  if (days < 0) return 'in the future';
  if (days < 61) return counted(days, 'day');
  const months = Math.floor(days / 30.44);
  return months < 24 ? counted(months, 'month') : counted(Math.floor(days / 365.25), 'year');
}

const findingTable = (files: readonly FleetFile[]): Markdown =>
  table(
    [md`File`, md`Findings`],
    files.map(({ path, counts }) => [escaped(path), ours(countsText(counts))]),
  );

/** Worst first, without what there is none of; hints are advice for the editor. */
const countsText = (counts: FleetFile['counts']): string =>
  (['error', 'warning', 'information'] as const)
    .flatMap((severity) => (counts[severity] ? countedSeverity(counts[severity], severity) : []))
    .join(', ');

const countedSeverity = (count: number, severity: Severity): string =>
  severity === 'information' ? `${count} information` : counted(count, severity);
