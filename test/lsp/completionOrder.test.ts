import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver';
import { type LspClient, positionIn, startInProcess } from '../helpers/lspClient';

let client: LspClient;
let count = 0;
beforeAll(async () => {
  client = await startInProcess({ folders: ['file:///project'] });
});
afterAll(() => client.stop());

/** The labels at `|` as an editor shows them. */
async function orderAt(name: string, languageId: string, marked: string): Promise<readonly string[]> {
  const uri = `file:///project/${count++}/${name}`;
  const text = marked.replace('|', '');
  await client.open(uri, languageId, text);
  const position = positionIn(text, marked.indexOf('|'));
  const { items } = await client.request<{ items: CompletionItem[] }>('textDocument/completion', { textDocument: { uri }, position });
  const sorted = [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  return sorted.map(({ label }) => label);
}

const inSeccomp = (body: string) => orderAt('web.seccomp.json', 'seccomp', `{ "syscalls": [{ ${body} }] }`);
const inPolicy = (body: string) => orderAt('containers/policy.json', 'containers-policy', body);
const inApparmor = (body: string) => orderAt('apparmor.d/web', 'apparmor', `profile web {\n  ${body}\n}\n`);
const inConf = (body: string) => orderAt('registries.conf', 'containers-conf', body);
const inContainer = (body: string) =>
  orderAt(
    'pod.yaml',
    'yaml',
    `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: app\n      image: a\n      securityContext:\n        ${body}\n`,
  );
const inPod = (body: string) =>
  orderAt('pod.yaml', 'yaml', `apiVersion: v1\nkind: Pod\nspec:\n  ${body}\n  containers:\n    - name: app\n`);

describe('what is dangerous never comes first', () => {
  it.each([
    ['names of calls', () => inSeccomp('"names": ["|"]'), ['_sysctl', 'bpf', 'mount']],
    ['actions', () => inSeccomp('"action": "|"'), ['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG']],
    ['the default action', () => orderAt('web.seccomp.json', 'seccomp', '{ "defaultAction": "|" }'), ['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG']],
    ['capabilities of a profile', () => inSeccomp('"includes": { "caps": ["|"] }'), ['CAP_SYS_ADMIN', 'CAP_BPF']],
    ['types of requirements', () => inPolicy('{ "default": [{ "type": "|" }] }'), ['insecureAcceptAnything']],
    ['requirements', () => inPolicy('{ "default": [|] }'), ['insecureAcceptAnything']],
    ['capabilities to add', () => inContainer('capabilities:\n          add:\n            - |'), ['ALL', 'SYS_ADMIN']],
    ['types of seccomp profiles', () => inContainer('seccompProfile:\n          type: |'), ['Unconfined']],
    ['types of AppArmor profiles', () => inContainer('appArmorProfile:\n          type: |'), ['Unconfined']],
    ['masks of /proc', () => inContainer('procMount: |'), ['Unmasked']],
    ['values of privileged', () => inContainer('privileged: |'), ['true']],
    ['values of allowPrivilegeEscalation', () => inContainer('allowPrivilegeEscalation: |'), ['true']],
    ['values of runAsNonRoot', () => inContainer('runAsNonRoot: |'), ['false']],
    ['values of readOnlyRootFilesystem', () => inContainer('readOnlyRootFilesystem: |'), ['false']],
    ['values of hostNetwork', () => inPod('hostNetwork: |'), ['true']],
    ['values of hostPID', () => inPod('hostPID: |'), ['true']],
    ['values of automountServiceAccountToken', () => inPod('automountServiceAccountToken: |'), ['true']],
    ['values of insecure', () => inConf('[[registry]]\ninsecure = |\n'), ['true']],
    ['modes of short names', () => inConf('short-name-mode = "|"\n'), ['disabled', 'permissive']],
    ['capabilities of AppArmor', () => inApparmor('capability |'), ['sys_admin', 'mac_admin']],
    ['rules', () => inApparmor('|'), ['all', 'change_profile', 'mount']],
    ['permissions', () => inApparmor('/usr/bin/x |'), ['ux', 'Ux', 'pux']],
    ['flags', () => orderAt('apparmor.d/web', 'apparmor', 'profile web flags=(|) {\n}\n'), ['unconfined', 'complain', 'default_allow']],
    ['families', () => inApparmor('network |'), ['packet', 'raw', 'netlink']],
    ['mount options', () => inApparmor('mount options=(|)'), ['rw', 'suid', 'dev']],
    ['signals', () => inApparmor('ptrace (|)'), ['trace']],
  ] as const)('among %s', async (_, list, dangerous) => {
    const labels = await list();
    expect(labels.length).toBeGreaterThan(1);
    expect(dangerous).not.toContain(labels[0]);
    for (const label of dangerous) expect(labels).toContain(label);
  });
});
