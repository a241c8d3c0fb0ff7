import {
  type ConfinedContainer,
  type ConfinedWorkload,
  counted,
  type Fact,
  type FileInventory,
  listed,
  type PodSecurityLevel,
  plainText,
  type StatedFact,
} from '../../core';
import { identified, type OverviewNode, type OverviewRow, type OverviewTone } from './node';
import { settingRows } from './settings';

export {
  allRows,
  filtered,
  type OverviewFilter,
  type OverviewKind,
  type OverviewNode,
  type OverviewPlace,
  type OverviewTone,
} from './node';

/** A file of the overview. */
export interface OverviewFile extends FileInventory {
  /** For people. */
  readonly path: string;
}

/**
 * The workspace as a tree: workloads with what confines their containers, profiles and policies with who uses them; the worst first. `verdicts`
 * are the facts about what policies decide for images. `stoppedAfter`: there are more files than are read.
 */
export const overviewOf = (files: readonly OverviewFile[], verdicts: readonly Fact[], stoppedAfter?: number): readonly OverviewNode[] =>
  identified([
    ...group('Workloads', workloadRows(files, verdicts)),
    ...group('Profiles', profileRows(files)),
    ...group('Policies', policyRows(files, verdicts)),
    ...group('Images', imageRows(files, verdicts)),
    ...(stoppedAfter === undefined
      ? []
      : [{ kind: 'reason' as const, label: 'Not complete', description: `Confine reads ${counted(stoppedAfter, 'file')} of a workspace` }]),
  ]);

const worstFirst: Readonly<Record<PodSecurityLevel, number>> = { privileged: 0, baseline: 1, restricted: 2 };
const toneOf: Readonly<Record<PodSecurityLevel, OverviewTone>> = { privileged: 'weak', baseline: 'partial', restricted: 'strong' };
const tones: Readonly<Record<OverviewTone, number>> = { weak: 0, partial: 1, strong: 2, neutral: 3 };

const byTone = (a: OverviewRow, b: OverviewRow): number => tones[a.tone ?? 'neutral'] - tones[b.tone ?? 'neutral'];

/** A group says how many of its rows are how weak; one without rows is left out. */
function group(label: string, rows: readonly OverviewRow[]): readonly OverviewRow[] {
  if (rows.length === 0) return [];
  const levels = (['privileged', 'baseline', 'restricted'] as const).flatMap((level) => {
    const count = rows.filter((row) => row.level === level).length;
    return count ? [`${count} ${level}`] : [];
  });
  const others = rows.filter(({ kind }) => kind === 'service').length;
  const said = [...levels, ...(others > 0 ? [`${others} not in a pod`] : [])];
  return [{ kind: 'group', label, description: said.length ? said.join(', ') : String(rows.length), children: rows }];
}

function workloadRows(files: readonly OverviewFile[], verdicts: readonly Fact[]): readonly OverviewRow[] {
  const placed = files.flatMap((file) => file.workloads.map((workload) => ({ file, workload })));
  const pods = placed.flatMap(({ file, workload }) => (workload.passes ? [{ file, workload, passes: workload.passes }] : []));
  pods.sort((a, b) => worstFirst[a.passes] - worstFirst[b.passes] || b.workload.reasons.length - a.workload.reasons.length);
  const others = placed.filter(({ workload }) => workload.passes === undefined);
  return [
    ...pods.map(({ file, workload, passes }) => workloadRow(file, workload, passes, verdicts)),
    ...others.flatMap(({ file, workload }) => serviceRows(file, workload, verdicts)).sort(byTone),
  ];
}

const stricter: Readonly<Record<PodSecurityLevel, PodSecurityLevel>> = {
  privileged: 'baseline',
  baseline: 'restricted',
  restricted: 'restricted',
};

const titleOf = ({ kind, name }: ConfinedWorkload): string => (name ? `${kind} ${name}` : kind);

function workloadRow(
  { uri, path }: OverviewFile,
  workload: ConfinedWorkload,
  passes: PodSecurityLevel,
  verdicts: readonly Fact[],
): OverviewRow {
  const { reasons, partial, namespace, span } = workload;
  const place = { uri, span };
  const why = listed([...reasons]);
  const reason: OverviewRow = { kind: 'reason', label: `Not ${stricter[passes]}`, description: why, place };
  const containers = workload.containers.map((container) => containerRow(uri, container, verdicts));
  return {
    kind: 'workload',
    label: titleOf(workload),
    description: [passes, namespace].filter((word) => word !== undefined).join(' · '),
    details: [
      partial ? `Passes ${passes}, as far as the file says.` : `Passes ${passes}.`,
      ...(why ? [`Not ${stricter[passes]}: ${why}.`] : []),
      path,
    ],
    tone: toneOf[passes],
    level: passes,
    place,
    children: [...(why ? [reason] : []), ...containers.sort(byTone)],
  };
}

/** A service of Compose is its one container. */
const serviceRows = ({ uri, path }: OverviewFile, { containers }: ConfinedWorkload, verdicts: readonly Fact[]): readonly OverviewRow[] =>
  containers.map((container) => {
    const row = containerRow(uri, container, verdicts, false);
    const description = [row.description, path].filter(Boolean).join(' · ');
    return { ...row, kind: 'service', label: `service ${container.name}`, description };
  });

/** `isAsked`: the file answers questions about it. */
function containerRow(uri: string, container: ConfinedContainer, verdicts: readonly Fact[], isAsked = true): OverviewRow {
  const query = isAsked ? container.name : undefined;
  const settings = settingRows(uri, container, query);
  const weak = settings.filter(({ tone }) => tone === 'weak').length;
  const place = { uri, span: container.span };
  const { name, image } = container;
  const images: readonly OverviewRow[] = image === undefined ? [] : [{ ...imageRow(image, verdicts), place }];
  return {
    kind: 'container',
    label: name,
    description: [weak > 0 && counted(weak, 'weak setting'), image].filter(Boolean).join(' · '),
    tone: settings.some(({ label }) => label === 'Privileged') ? 'weak' : weak > 0 ? 'partial' : 'strong',
    place,
    ...(query !== undefined && { question: { uri, query } }),
    children: [...settings, ...images],
  };
}

interface Profile {
  readonly kind: 'Seccomp' | 'AppArmor';
  readonly name: string;
  /** The file that has it. */
  readonly file?: OverviewFile;
  readonly fact?: StatedFact;
  readonly uses: OverviewRow[];
}

/** Named profiles with their users; those that no file of the workspace has first, then those in use. */
function profileRows(files: readonly OverviewFile[]): readonly OverviewRow[] {
  const profiles: Profile[] = [];
  for (const file of files)
    for (const fact of file.mentions)
      if (fact.kind === 'seccomp-profile' || fact.kind === 'apparmor-profile')
        profiles.push({ kind: fact.kind === 'seccomp-profile' ? 'Seccomp' : 'AppArmor', name: fact.name, file, fact, uses: [] });
  for (const file of files)
    for (const fact of file.mentions) {
      if (fact.kind !== 'uses-seccomp-profile' && fact.kind !== 'uses-apparmor-profile') continue;
      const kind = fact.kind === 'uses-seccomp-profile' ? 'Seccomp' : 'AppArmor';
      const use = useOf(file, fact);
      const name = kind === 'Seccomp' ? fact.name.replace(/^(?:\.?\/)+/, '') : fact.name;
      const meant = profiles.filter(
        (one) => one.kind === kind && (one.name === name || (kind === 'Seccomp' && one.name.endsWith(`/${name}`))),
      );
      for (const profile of meant) profile.uses.push(use);
      if (meant.length === 0) profiles.push({ kind, name, uses: [use] });
    }
  return profiles.map(profileRow).sort((a, b) => byTone(a, b) || (b.children?.length ?? 0) - (a.children?.length ?? 0));
}

function profileRow({ kind, name, file, fact, uses }: Profile): OverviewRow {
  const fork = kind === 'Seccomp' ? file?.fork : undefined;
  const state = !file ? 'not in this workspace' : uses.length > 0 ? counted(uses.length, 'use') : 'not used in this workspace';
  const forked = fork && `forked from ${fork.of}${fork.current ? '' : ', which has changed since'}`;
  return {
    kind: 'profile',
    label: kind === 'Seccomp' ? (file?.path ?? name) : name,
    description: [kind, kind === 'AppArmor' ? file?.path : undefined, state, forked].filter((word) => word !== undefined).join(' · '),
    ...(file && { details: [file.path] }),
    tone: file ? (fork && !fork.current ? 'partial' : 'neutral') : 'weak',
    ...(file && fact && { place: { uri: file.uri, span: fact.span } }),
    children: uses,
  };
}

/** A place that names a profile or an image, told by its workload where the file has one only. */
function useOf({ uri, path, workloads }: OverviewFile, { span }: StatedFact): OverviewRow {
  const around = workloads.length === 1 ? workloads[0] : undefined;
  return {
    kind: 'use',
    label: around ? titleOf(around) : path,
    ...(around && { description: path }),
    place: { uri, span },
  };
}

const policyRows = (files: readonly OverviewFile[], verdicts: readonly Fact[]): readonly OverviewRow[] =>
  files.flatMap(({ uri, path, mentions }) => {
    const own = mentions.find(({ kind }) => kind === 'signature-policy');
    if (!own) return [];
    const judged = verdicts.filter((fact) => fact.uri === uri);
    const children = judged.map(
      (verdict): OverviewRow => ({ ...imageRow(verdict.name, [verdict]), kind: 'use', place: { uri, span: verdict.span } }),
    );
    return [
      {
        kind: 'signature-policy' as const,
        label: path,
        description: `decides for ${counted(judged.length, 'image')} of this workspace`,
        place: { uri, span: own.span },
        children: children.sort(byTone),
      },
    ];
  });

/** Every image that a file of the workspace runs, with what the policies decide about it. */
function imageRows(files: readonly OverviewFile[], verdicts: readonly Fact[]): readonly OverviewRow[] {
  const uses = new Map<string, OverviewRow[]>();
  for (const file of files)
    for (const fact of file.mentions)
      if (fact.kind === 'uses-image') uses.set(fact.name, [...(uses.get(fact.name) ?? []), useOf(file, fact)]);
  return [...uses].map(([name, children]): OverviewRow => ({ ...imageRow(name, verdicts), children })).sort(byTone);
}

function imageRow(name: string, verdicts: readonly Fact[]): OverviewRow {
  const own = verdicts.filter((fact) => fact.name === name);
  const words = own.map(({ detail = '' }) => plainText(detail).replace(`${name} `, '').replace(/\.$/, ''));
  const asked = own[0];
  return {
    kind: 'image',
    label: name,
    description: words.length > 0 ? words.join(' · ') : 'no signature policy in this workspace decides',
    tone: toneOfVerdict(words),
    ...(asked && { place: { uri: asked.uri, span: asked.span }, question: { uri: asked.uri, query: name } }),
  };
}

function toneOfVerdict(words: readonly string[]): OverviewTone {
  if (words.some((word) => word.startsWith('is refused'))) return 'weak';
  if (words.some((word) => word.startsWith('is accepted unchecked'))) return 'partial';
  return words.some((word) => word.startsWith('must be signed')) ? 'strong' : 'neutral';
}
