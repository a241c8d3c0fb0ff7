import { bold, type Context, code, link, type Markdown, md, ours, paragraphs } from '../../core';
import {
  addableCapabilities,
  capabilities,
  capabilityDetail,
  capabilityNote,
  policyMinor,
  restrictedVolumeTypes,
  safeSelinuxTypes,
  safeSysctls,
  spell,
  sysctlNamespace,
} from '../../knowledge';

/** A word that is allowed at a place, with what there is to say about it. */
export interface SuggestedWord {
  readonly word: string;
  readonly detail?: string;
  readonly documentation?: Markdown | (() => Markdown);
  readonly sort?: string;
}

/** Capabilities in Kubernetes' spelling; what restricted and baseline allow comes first. */
export function capabilityWords(list: 'add' | 'drop'): readonly SuggestedWord[] {
  const rank = (name: string) => (addableCapabilities('restricted').has(name) ? 0 : addableCapabilities('baseline').has(name) ? 1 : 2);
  const risks = { low: 0, medium: 1, high: 2, critical: 3 } as const;
  const named = capabilities().map((capability) => {
    const word = spell(capability, 'kubernetes');
    const level = ['restricted', 'baseline', 'privileged'][rank(word)];
    const order = list === 'add' ? `${rank(word)}${risks[capability.risk]}` : `1${3 - risks[capability.risk]}`;
    return {
      word,
      detail: `${capabilityDetail(capability)} · ${level}`,
      documentation: () => capabilityNote(capability, 'kubernetes'),
      sort: order + word,
    };
  });
  const all: SuggestedWord =
    list === 'drop'
      ? { word: 'ALL', detail: 'what restricted requires', documentation: md`Drops the whole default set.`, sort: '0' }
      : { word: 'ALL', detail: 'critical risk · privileged', documentation: md`Adds every capability of Linux.`, sort: '9' };
  return [all, ...named];
}

/** Sysctls that baseline allows at the cluster's version, then those that only later versions allow. */
export function sysctlWords({ kubernetes }: Context): readonly SuggestedWord[] {
  const minor = policyMinor(kubernetes);
  return [...safeSysctls()].map(([word, since]) => ({ word, detail: safeText(since, minor), sort: (since <= minor ? '0' : '1') + word }));
}

const safeText = (since: number, minor: number): string =>
  since === 0 ? 'safe' : since <= minor ? `safe since v1.${since}` : `safe only from v1.${since}`;

export function sysctlCard(name: string, { kubernetes }: Context): Markdown {
  const since = safeSysctls().get(name);
  const minor = policyMinor(kubernetes);
  const verdict = !sysctlNamespace(name)
    ? 'A setting of the whole node: no kubelet lets a pod set it, and the pod fails with `SysctlForbidden`.'
    : since === undefined
      ? 'Not on the safe list: baseline refuses it, and the kubelet starts the pod only where the node allows it by `--allowed-unsafe-sysctls`.'
      : since <= minor
        ? `On the safe list${since ? ` since policy v1.${since}` : ''}: baseline allows it, and every kubelet of that version.`
        : `On the safe list only from policy v1.${since} on.`;
  return paragraphs(
    bold(code(name)),
    ours(verdict),
    link(md`Using sysctls`, 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'),
  );
}

export const selinuxWords = ({ kubernetes }: Context): readonly SuggestedWord[] =>
  [...safeSelinuxTypes]
    .filter(([, since]) => since <= policyMinor(kubernetes))
    .map(([word, since]) => ({ word, detail: since ? `baseline since v1.${since}` : 'baseline' }));

export const volumeDetail = (source: string): string =>
  restrictedVolumeTypes.has(source) ? 'restricted' : source === 'hostPath' ? 'privileged' : 'baseline';
