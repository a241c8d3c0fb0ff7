/** What the configuration of a cluster in the workspace changes: verdicts, effective settings, and the file that they name. */
import { describe, expect, it } from 'vitest';
import { type Context, memoryFiles } from '../../../../server/src/core';
import { settingOf } from '../../../../server/src/languages/pod/effective';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { readPart } from '../../../../server/src/languages/pod/part';
import { workspaceIndex } from '../../../../server/src/service';
import { codesOf, contextWith, findings, hoverAt, pod } from './helpers';

const root = 'file:///project';

async function workspace(files: Readonly<Record<string, string>>, changes: Partial<Context> = {}): Promise<Context> {
  const index = workspaceIndex(memoryFiles(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]))));
  await index.scan([root]);
  return contextWith({ facts: index.facts(), ...changes });
}

function setting(text: string, field: string, context: Context) {
  const [found] = podsOf(readPart(text), context);
  const [container] = found?.containers ?? [];
  return found && container && settingOf(found, container, field, context);
}

describe('crio.conf', () => {
  const files = {
    'crio/crio.conf':
      '[crio.runtime]\ndefault_capabilities = ["CHOWN", "KILL", "NET_RAW"]\ndefault_sysctls = ["net.ipv4.ping_group_range = 0 1000"]\nseccomp_profile = "/etc/crio/strict.json"\n',
  };

  it('gives the capabilities of a container, and is named', async () => {
    const context = await workspace(files);
    expect(setting(pod(), 'capabilities', context)).toMatchObject({
      value: ['CHOWN', 'KILL', 'NET_RAW'],
      from: 'runtime configuration',
      note: 'default_capabilities in crio.conf',
    });
    expect(setting(pod({ app: 'securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}' }), 'capabilities', context)).toMatchObject({
      value: ['CHOWN'],
      from: 'container',
    });
  });

  it('takes the list of the last drop-in', async () => {
    const context = await workspace({
      ...files,
      'crio/crio.conf.d/10-less.conf': '[crio.runtime]\ndefault_capabilities = ["SETUID"]\n',
      'crio/crio.conf.d/20-least.conf': '[crio.runtime]\ndefault_capabilities = []\n',
    });
    expect(setting(pod(), 'capabilities', context)).toMatchObject({ value: [], note: 'default_capabilities in 20-least.conf' });
  });

  it('decides nothing where two nodes differ, or another runtime is the target', async () => {
    const differing = await workspace({ ...files, 'pool/crio/crio.conf': '[crio.runtime]\ndefault_capabilities = []\n' });
    expect(setting(pod(), 'capabilities', differing)?.from).toBe('runtime default');
    const docker = await workspace(files, { target: 'docker' });
    expect(setting(pod(), 'capabilities', docker)?.from).toBe('runtime default');
  });

  it('moves the verdict on an added capability', async () => {
    const text = pod({ app: 'securityContext: {runAsUser: 0, capabilities: {add: [NE|T_RAW]}}' });
    expect(await hoverAt(text, await workspace(files))).toContain('default_capabilities in crio.conf grants it by default');
    expect(await hoverAt(text, await workspace({}, { target: 'cri-o' }))).toContain('In effect here');
  });

  it('adds sysctls to pods with a network of their own', async () => {
    const context = await workspace(files);
    expect(setting(pod(), 'sysctls', context)).toMatchObject({
      value: [{ name: 'net.ipv4.ping_group_range', value: '0 1000' }],
      note: 'default_sysctls in crio.conf',
    });
    expect(setting(pod({ spec: 'hostNetwork: true' }), 'sysctls', context)).toBeUndefined();
  });

  it('names the profile of RuntimeDefault', async () => {
    const context = await workspace(files);
    const text = pod({ spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}' });
    expect(setting(text, 'seccompProfile', context)?.note).toBe('/etc/crio/strict.json, seccomp_profile in crio.conf');
  });

  it('makes root file systems read-only', async () => {
    const context = await workspace({ 'crio/crio.conf': '[crio.runtime]\nread_only = true\n' });
    expect(setting(pod({ app: 'securityContext: {readOnlyRootFilesystem: false}' }), 'readOnlyRootFilesystem', context)).toMatchObject({
      value: true,
      note: 'read_only in crio.conf',
    });
  });

  it('tells which handler is a sandbox by its program', async () => {
    const context = await workspace({
      'crio/crio.conf': '[crio.runtime.runtimes.vm]\nruntime_type = "vm"\nruntime_path = "/opt/kata/bin/containerd-shim-kata-v2"\n',
      'class.yaml': 'apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: safe}\nhandler: vm\n',
    });
    const note = setting(pod({ spec: 'runtimeClassName: safe' }), 'seccompProfile', context)?.note;
    expect(note).toContain('Kata Containers (RuntimeClass safe in class.yaml, handler vm, runtimes.vm in crio.conf)');
  });

  it('says whether an annotation is allowed', async () => {
    const text = pod({ annotations: 'devices.crio.io: /dev/fuse' });
    const withList = (list: string) =>
      workspace({ 'crio/crio.conf': `[crio.runtime.runtimes.crun]\nruntime_type = "oci"\nallowed_annotations = [${list}]\n` });
    const messageIn = async (context: Context) =>
      (await findings(text, context)).find(({ code }) => code === 'pod/crio-annotation-risk')?.message;
    expect(await messageIn(await withList('"io.kubernetes.cri-o.Devices"'))).toContain('It is among the allowed_annotations in crio.conf.');
    expect(await messageIn(await withList('"shm-size.crio.io"'))).toContain('CRI-O ignores devices.crio.io');
  });
});

describe('containerd and Docker', () => {
  it.each(['io.containerd.cri.v1.runtime', 'io.containerd.grpc.v1.cri'])('containerd: plugin %s', async (plugin) => {
    const context = await workspace({
      'etc/containerd/config.toml': `version = 3\n[plugins.'${plugin}']\nenable_unprivileged_ports = true\ndisable_apparmor = true\n[plugins.'${plugin}'.containerd]\ndefault_runtime_name = 'gv'\n[plugins.'${plugin}'.containerd.runtimes.gv]\nruntime_type = 'io.containerd.runsc.v1'\n`,
    });
    expect(setting(pod(), 'sysctls', context)).toMatchObject({ value: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] });
    expect(setting(pod(), 'appArmorProfile', context)).toMatchObject({ value: 'Unconfined', from: 'runtime configuration' });
    expect(setting(pod(), 'seccompProfile', context)?.note).toContain('gVisor (handler gv, default_runtime_name in config.toml');
  });

  it('Docker: only where it is the target', async () => {
    const files = { 'docker/daemon.json': '{"no-new-privileges": true, "userns-remap": "default", "seccomp-profile": "unconfined"}' };
    const docker = await workspace(files, { target: 'docker' });
    const text = pod({ spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}' });
    expect(setting(text, 'allowPrivilegeEscalation', docker)).toMatchObject({ value: false, note: 'no-new-privileges in daemon.json' });
    expect(setting(text, 'hostUsers', docker)).toMatchObject({ value: false });
    expect(setting(text, 'seccompProfile', docker)).toMatchObject({ value: 'Unconfined' });
    expect(setting(text, 'allowPrivilegeEscalation', await workspace(files))).toMatchObject({ value: true, from: 'API default' });
  });
});

describe('ports below 1024', () => {
  const reported = async (text: string, context?: Context) => (await codesOf(text, context)).includes('pod/privileged-port');
  const start = (value: string) => `securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "${value}"}]}`;
  const app = 'ports: [{containerPort: 443}, {containerPort: 8080}]';

  it('are for everybody where the pod or its runtime says so', async () => {
    expect(await reported(pod({ app }))).toBe(true);
    expect(await reported(pod({ app, spec: start('443') }))).toBe(false);
    expect(await reported(pod({ app, spec: start('444') }))).toBe(true);
    const containerd = await workspace({
      'containerd/config.toml': "version = 3\n[plugins.'io.containerd.cri.v1.runtime']\nenable_unprivileged_ports = true\n",
    });
    expect(await reported(pod({ app }), containerd)).toBe(false);
    expect(await reported(pod({ app, spec: 'hostNetwork: true' }), containerd)).toBe(true);
  });
});

describe('a RuntimeClass of a sandbox', () => {
  const classes = { 'classes.yaml': 'apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: safe}\nhandler: kata-qemu\n' };

  it.each([
    ['', true],
    ['runtimeClassName: safe', false],
    ['runtimeClassName: other', false],
    ['hostPID: true', false],
    ['volumes: [{name: logs, hostPath: {path: /var/log}}]', false],
  ])('is proposed: %s', async (spec, isProposed) => {
    expect((await codesOf(pod({ spec }), await workspace(classes))).includes('pod/sandboxed-runtime')).toBe(isProposed);
    expect(await codesOf(pod({ spec }), await workspace({}))).not.toContain('pod/sandboxed-runtime');
  });
});

describe('options of mounts', () => {
  it('are proposed where the version has them', async () => {
    const text = pod({ spec: 'volumes: [{name: a, emptyDir: {}}]', app: 'volumeMounts: [{name: a, mountPath: /a}]' });
    expect(await codesOf(text, contextWith({ kubernetes: '1.37' }))).toContain('pod/mount-options');
    expect(await codesOf(text, contextWith({ kubernetes: '1.36' }))).not.toContain('pod/mount-options');
    expect(await codesOf(text.replace('mountPath: /a', 'mountPath: /a, readOnly: true'))).not.toContain('pod/mount-options');
  });
});

describe('a KubeletConfiguration', () => {
  const text = pod({ spec: 'securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}' });
  const kubelet = (allowed: string) =>
    `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nallowedUnsafeSysctls: ${allowed}\n`;

  it('refuses sysctls that it does not list', async () => {
    expect(await codesOf(text, await workspace({}))).not.toContain('pod/sysctl-not-allowed');
    for (const [allowed, isRefused] of [
      ['[]', true],
      ['[net.*]', true],
      ['["kernel.msg*"]', false],
      ['[kernel/msgmax]', false],
    ] as const)
      expect((await codesOf(text, await workspace({ 'kubelet.yaml': kubelet(allowed) }))).includes('pod/sysctl-not-allowed')).toBe(
        isRefused,
      );
  });

  it('is named beside what it allows', async () => {
    const context = await workspace({ 'kubelet.yaml': kubelet('["kernel.msg*"]'), 'other/kubelet.yaml': kubelet('[]') });
    expect(setting(text, 'sysctls', context)?.note).toBe('kernel.msgmax is in allowedUnsafeSysctls of kubelet.yaml');
    expect(await codesOf(text, context)).not.toContain('pod/sysctl-not-allowed');
  });
});

describe('Kyverno', () => {
  const policy = (rule: string, { kind = 'ClusterPolicy', action = 'Enforce' } = {}) => `apiVersion: kyverno.io/v1
kind: ${kind}
metadata: {name: levels, namespace: shop}
spec:
  validationFailureAction: ${action}
  rules:
    - name: level
      ${rule}
`;
  const everyPod = 'match: {any: [{resources: {kinds: [Pod]}}]}';
  const baseline = (exclude = '[]') => `validate: {podSecurity: {level: baseline, exclude: ${exclude}}}`;
  const text = pod({ app: 'securityContext: {privileged: true}' }).replace('name: web', 'name: web\n  namespace: shop');
  const verdict = async (files: Readonly<Record<string, string>>, of = text) => {
    const found = (await findings(of, await workspace(files))).find(({ code }) => code === 'pod/privileged');
    return found && `${found.severity} ${found.message.slice(found.message.lastIndexOf('('))}`;
  };

  it('enforces a level', async () => {
    const said = 'error (Kyverno policy "levels" in policy.yaml enforces baseline:v1.37).';
    expect(await verdict({ 'policy.yaml': policy(`${everyPod}\n      ${baseline()}`) })).toBe(said);
    expect(await verdict({ 'policy.yaml': policy(`${everyPod}\n      ${baseline()}`, { action: 'Audit' }) })).toBe(
      'warning (baseline level).',
    );
    const ofRule = `${everyPod}\n      ${baseline().replace('{pod', '{failureAction: Enforce, pod')}`;
    expect(await verdict({ 'policy.yaml': policy(ofRule, { action: 'Audit' }) })).toBe(said);
  });

  it('refuses a Deployment itself, unless it makes no rules for controllers', async () => {
    const deployment = text
      .replace('v1\nkind: Pod', 'apps/v1\nkind: Deployment')
      .replace(/^spec:\n([\s\S]*)/m, (_, spec: string) => `spec:\n  template:\n    spec:\n${spec.replace(/^(?=.)/gm, '    ')}`);
    const plain = policy(`${everyPod}\n      ${baseline()}`);
    expect(await verdict({ 'policy.yaml': plain }, deployment)).toContain('so the Deployment is refused)');
    const none = plain.replace('namespace: shop', 'annotations: {pod-policies.kyverno.io/autogen-controllers: none}');
    expect(await verdict({ 'policy.yaml': none }, deployment)).toContain('so the Deployment is admitted but its pods are refused)');
  });

  it.each([
    ['other namespaces', 'match: {any: [{resources: {kinds: [Pod], namespaces: [team-*]}}]}', undefined],
    ['its namespace', 'match: {any: [{resources: {kinds: [Pod], namespaces: [sh?p]}}]}', 'error'],
    ['other kinds', 'match: {any: [{resources: {kinds: [Service]}}]}', undefined],
    ['an excluded namespace', `${everyPod}\n      exclude: {any: [{resources: {namespaces: [shop]}}]}`, undefined],
    ['more than a file can tell', 'match: {any: [{resources: {kinds: [Pod], selector: {matchLabels: {a: b}}}}]}', 'warning (Kyverno'],
  ])('is about %s', async (_, match, expected) => {
    const said = await verdict({ 'policy.yaml': policy(`${match}\n      ${baseline()}`) });
    if (expected === undefined) expect(said).toBe('warning (baseline level).');
    else expect(said?.startsWith(expected)).toBe(true);
  });

  it('leaves out the controls of its exclusions, by image', async () => {
    const excluding = (images: string) =>
      policy(`${everyPod}\n      ${baseline(`[{controlName: Privileged Containers, images: [${images}]}]`)}`);
    expect(await verdict({ 'policy.yaml': excluding('"registry.example/*"') })).toBe('warning (baseline level).');
    expect(await verdict({ 'policy.yaml': excluding('"other.example/*"') })).toContain('error');
  });

  it('has exceptions', async () => {
    const exception = (more: string) =>
      `apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: agents, namespace: shop}\nspec:\n  exceptions: [{policyName: levels, ruleNames: ["lev*"]}]\n  match: {any: [{resources: {kinds: [Pod], namespaces: [shop]}}]}\n${more}`;
    const plain = policy(`${everyPod}\n      ${baseline()}`);
    expect(await verdict({ 'policy.yaml': plain, 'exception.yaml': exception('') })).toBe('warning (baseline level).');
    const other = exception('  podSecurity: [{controlName: Capabilities, images: ["*"]}]\n');
    expect(await verdict({ 'policy.yaml': plain, 'exception.yaml': other })).toContain('error');
  });

  it('counts beside a Namespace, the stricter first', async () => {
    const files = {
      'policy.yaml': policy(`${everyPod}\n      ${baseline()}`),
      'namespace.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: privileged}}\n',
    };
    expect(await verdict(files)).toContain('error (Kyverno policy');
  });

  it('is checked for words that it does not know', async () => {
    const said = async (rule: string) =>
      (await findings(policy(rule), contextWith())).map(({ severity, message }) => `${severity} ${message}`);
    expect(await said(`${everyPod}\n      validate: {podSecurity: {level: restrictd, version: "1.30"}}`)).toEqual([
      'error Kyverno knows no level "restrictd": privileged, baseline or restricted.',
      'error Kyverno knows no version "1.30": `latest` or `v1.<number>`.',
    ]);
    expect(
      await said(`${everyPod}\n      ${baseline('[{controlName: HostPath Volume}, {controlName: Capabilities}, {controlName: Seccomp}]')}`),
    ).toEqual([
      'error Kyverno knows no control "HostPath Volume".',
      'warning "Capabilities" is a control of containers: without images the entry excludes nothing.',
    ]);
  });
});

describe('a PodSecurityPolicy', () => {
  const policy = (spec: string, annotations = '{}') =>
    `apiVersion: policy/v1beta1\nki|nd: PodSecurityPolicy\nmetadata: {name: old, annotations: ${annotations}}\nspec: ${spec}\n`.replace(
      'ki|nd: Pod',
      'kind: Po|d',
    );
  const restricted =
    'allowPrivilegeEscalation: false, requiredDropCapabilities: [ALL], volumes: [configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret], runAsUser: {rule: MustRunAsNonRoot}, seLinux: {rule: MustRunAs}, fsGroup: {rule: RunAsAny}, supplementalGroups: {rule: RunAsAny}';
  const seccomp = '{seccomp.security.alpha.kubernetes.io/allowedProfileNames: runtime/default}';
  const message = async (text: string) =>
    (await findings(text.replace('|', ''), contextWith({ kubernetes: '1.24' }))).find(({ code }) => code === 'pod/pod-security-policy')
      ?.message;

  it.each([
    ['restricted', restricted, 'Pod Security level restricted replaces this policy'],
    [
      'an added capability',
      `${restricted}, allowedCapabilities: [CHOWN]`,
      'level baseline replaces this policy (allowedCapabilities has CHOWN)',
    ],
    [
      'a capability past baseline',
      `${restricted}, allowedCapabilities: [SYS_PTRACE]`,
      'level privileged replaces this policy (allowedCapabilities has SYS_PTRACE)',
    ],
    ['root', restricted.replace('MustRunAsNonRoot', 'RunAsAny'), 'level baseline replaces this policy (runAsUser lets pods run as root)'],
    [
      'host paths',
      restricted.replace('[configMap', '[hostPath, configMap'),
      'level privileged replaces this policy (volumes has hostPath)',
    ],
    ['a host port', `${restricted}, hostPorts: [{min: 1, max: 2}]`, 'level privileged'],
    [
      'a SELinux type',
      restricted.replace('seLinux: {rule: MustRunAs}', 'seLinux: {rule: MustRunAs, seLinuxOptions: {type: spc_t}}'),
      'level privileged',
    ],
  ])('with %s', async (_, spec, expected) => {
    expect(await message(policy(`{${spec}}`, seccomp))).toContain(expected);
  });

  it('loses ranges, defaults and read-only roots', async () => {
    const said = await message(
      policy(
        `{${restricted.replace('fsGroup: {rule: RunAsAny}', 'fsGroup: {rule: MustRunAs, ranges: [{min: 1, max: 2}]}')}, readOnlyRootFilesystem: true, runtimeClass: {defaultRuntimeClassName: gvisor}}`,
        seccomp,
      ),
    );
    expect(said).toContain("it can't express: requiredDropCapabilities writes");
    const card = await hoverAt(policy(`{${restricted}, readOnlyRootFilesystem: true, forbiddenSysctls: [kernel.*]}`, seccomp));
    expect(card).toContain('readOnlyRootFilesystem: true is required');
    expect(card).toContain('forbiddenSysctls refuses sysctls');
  });

  it('loses what only a stricter level refuses', async () => {
    const said = await message(policy(`{${restricted.replace('[configMap', '[hostPath, configMap')}}`, seccomp));
    expect(said).toContain(
      'privileged, hostNetwork, hostPID, hostIPC, hostPorts, allowedCapabilities, allowedUnsafeSysctls and allowedProcMountTypes keep the limits of baseline',
    );
  });

  it('allows pods without a seccomp profile, which restricted refuses', async () => {
    expect(await message(policy(`{${restricted}}`))).toContain('it also refuses pods without a seccomp profile');
  });
});
