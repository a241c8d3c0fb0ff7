import type { ConfinedContainer } from '../../core';
import type { OverviewRow, OverviewTone } from './node';

interface SettingRow {
  readonly label: string;
  /** Of the settings that it tells, the first that is written is its place. */
  readonly fields: readonly string[];
  /** Undefined where there is nothing to show. */
  say(settings: ConfinedContainer['settings']): { readonly value: string; readonly tone: OverviewTone } | undefined;
}

/** What the restricted level of Pod Security refuses is weak; the rest has no mark. */
const said = (value: string | undefined, isWeak: boolean) =>
  value === undefined ? undefined : { value, tone: isWeak ? ('weak' as const) : ('neutral' as const) };

const isOff = (value: string | undefined): boolean => value === undefined || value === 'false';

const rows: readonly SettingRow[] = [
  {
    label: 'Privileged',
    fields: ['privileged'],
    say: ({ privileged }) => (isOff(privileged) ? undefined : said('no confinement at all', true)),
  },
  {
    label: 'Shared with the node',
    fields: ['hostNetwork', 'hostPID', 'hostIPC', 'hostPaths', 'hostPorts'],
    say(settings) {
      const namespaces = (
        [
          ['hostNetwork', 'network'],
          ['hostPID', 'processes'],
          ['hostIPC', 'IPC'],
        ] as const
      ).flatMap(([field, name]) => (isOff(settings[field]) ? [] : [name]));
      const ports = settings.hostPorts === undefined ? [] : [`ports ${settings.hostPorts}`];
      const shared = [...namespaces, ...(settings.hostPaths === undefined ? [] : [settings.hostPaths]), ...ports];
      return shared.length > 0 ? said(shared.join(', '), true) : undefined;
    },
  },
  {
    label: 'User',
    fields: ['runAsUser', 'runAsNonRoot'],
    say({ runAsUser, runAsNonRoot }) {
      const user = runAsUser === '0' ? '0 (root)' : runAsUser;
      return said(isOff(runAsNonRoot) ? user && `${user}, root is not excluded` : user && `${user}, never root`, isOff(runAsNonRoot));
    },
  },
  {
    label: 'Privilege escalation',
    fields: ['allowPrivilegeEscalation'],
    say: ({ allowPrivilegeEscalation: value }) => said(isOff(value) ? 'not allowed' : 'allowed', !isOff(value)),
  },
  {
    label: 'Capabilities',
    fields: ['capabilities'],
    say: ({ capabilities }) => said(capabilities, capabilities !== 'none' && capabilities !== 'NET_BIND_SERVICE'),
  },
  { label: 'Seccomp', fields: ['seccompProfile'], say: ({ seccompProfile: value }) => said(value, value === 'Unconfined') },
  { label: 'AppArmor', fields: ['appArmorProfile'], say: ({ appArmorProfile: value }) => said(value, value === 'Unconfined') },
  { label: 'SELinux', fields: ['seLinuxOptions'], say: ({ seLinuxOptions }) => said(seLinuxOptions, false) },
  {
    label: 'Root file system',
    fields: ['readOnlyRootFilesystem'],
    say: ({ readOnlyRootFilesystem: value }) => said(isOff(value) ? 'writable' : 'read-only', false),
  },
];

/** What confines a container, the weak settings first. `query`: what the file answers about it. */
export function settingRows(uri: string, container: ConfinedContainer, query?: string): readonly OverviewRow[] {
  const all = rows.flatMap(({ label, fields, say }): OverviewRow[] => {
    const answer = say(container.settings);
    if (!answer) return [];
    const span = fields.map((field) => container.places[field]).find((place) => place !== undefined) ?? container.span;
    return [
      {
        kind: 'setting',
        label,
        description: answer.value,
        tone: answer.tone,
        place: { uri, span },
        ...(query !== undefined && { question: { uri, query } }),
      },
    ];
  });
  return [...all.filter(({ tone }) => tone === 'weak'), ...all.filter(({ tone }) => tone !== 'weak')];
}
