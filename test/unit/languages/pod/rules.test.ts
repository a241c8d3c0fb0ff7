import { describe, expect, it } from 'vitest';
import { codesOf, contextWith, findings, pod } from './helpers';

const privileged = contextWith({ podSecurity: 'privileged', admissionOnly: true });

async function errorsOf(text: string): Promise<readonly string[]> {
  return (await findings(text, privileged)).filter(({ severity }) => severity === 'error').map(({ code }) => code.slice(4));
}

const security = (lines: string) => pod({ app: `securityContext:\n${lines.replace(/^/gm, '  ')}` });
const onPod = (lines: string) => pod({ spec: `securityContext:\n${lines.replace(/^/gm, '  ')}` });

describe('what the API server refuses', () => {
  it.each([
    ['privileged-escalation', security('privileged: true\nallowPrivilegeEscalation: false')],
    ['sys-admin-escalation', security('allowPrivilegeEscalation: false\ncapabilities: {add: [CAP_SYS_ADMIN]}')],
    ['localhost-profile', security('seccompProfile: {type: Localhost}')],
    ['localhost-profile', onPod('appArmorProfile: {type: Localhost, localhostProfile: ""}')],
    ['localhost-profile-unused', onPod('seccompProfile: {type: Unconfined, localhostProfile: x.json}')],
    ['seccomp-profile-path', onPod('seccompProfile: {type: Localhost, localhostProfile: a/../b.json}')],
    ['field-value', security('seccompProfile: {localhostProfile: x.json}')],
    ['field-value', security('runAsUser: 4294967296')],
    ['field-value', onPod('supplementalGroups: [-1]')],
    ['field-type', security('privileged: "true"')],
    ['field-type', onPod('sysctls: [{name: net.ipv4.tcp_syncookies, value: 1}]')],
    ['unknown-field', onPod('runasuser: 1')],
    ['misplaced-field', onPod('privileged: true')],
    ['misplaced-field', security('hostNetwork: true')],
    ['proc-mount-host-users', security('procMount: Unmasked')],
    ['host-users-namespaces', pod({ spec: 'hostUsers: false\nhostIPC: true' })],
    ['share-process-host-pid', pod({ spec: 'shareProcessNamespace: true\nhostPID: true' })],
    ['host-network-port', pod({ spec: 'hostNetwork: true', app: 'ports: [{containerPort: 80, hostPort: 8080}]' })],
    ['host-network-port', pod({ spec: 'hostNetwork: true', app: 'ports: [{containerPort: 80}, {containerPort: 81, hostPort: 82}]' })],
    ['field-value', pod({ app: 'ports: [{hostPort: 80}]' })],
    ['field-type', pod({ annotations: 'team: 1' })],
    ['misplaced-field', pod({ app: 'privileged: true' })],
    ['misplaced-field', pod({ spec: 'runAsUser: 1' })],
    ['misplaced-field', pod({ app: 'hostPID: true' })],
    ['unknown-field', pod({ spec: 'hostnetwork: true' })],
    ['unknown-field', pod({ app: 'securitycontext: {}' })],
    ['unknown-field', pod({ spec: 'volumes: [{name: v}]', app: 'volumeMounts: [{name: v, mountPath: /v, readonly: true}]' })],
    ['seccomp-annotation-value', pod({ annotations: 'seccomp.security.alpha.kubernetes.io/pod: localhost/../a' })],
    [
      'seccomp-annotation-mismatch',
      pod({
        annotations: 'container.seccomp.security.alpha.kubernetes.io/app: unconfined',
        app: 'securityContext: {seccompProfile: {type: RuntimeDefault}}',
      }),
    ],
    [
      'app-armor-annotation-mismatch',
      pod({
        annotations: 'container.apparmor.security.beta.kubernetes.io/app: ""',
        app: 'securityContext: {appArmorProfile: {type: RuntimeDefault}}',
      }),
    ],
    ['sysctl-name', onPod('sysctls: [{name: "a..b", value: "1"}]')],
    ['sysctl-duplicate', onPod('sysctls: [{name: net/ipv4/tcp_rmem, value: "1"}, {name: net/ipv4/tcp_rmem, value: "1"}]')],
    ['sysctl-host-namespace', pod({ spec: 'hostIPC: true\nsecurityContext: {sysctls: [{name: fs.mqueue.msg_max, value: "1"}]}' })],
    ['os-fields', pod({ spec: 'os: {name: linux}\nsecurityContext: {windowsOptions: {}}' })],
    ['os-fields', pod({ spec: 'os: {name: windows}\nhostUsers: true' })],
    ['host-process', onPod('windowsOptions: {hostProcess: true}')],
    ['windows-user', onPod('windowsOptions: {runAsUserName: "..."}')],
    [
      'mount-propagation',
      pod({ spec: 'volumes: [{name: v}]', app: 'volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]' }),
    ],
    [
      'recursive-read-only',
      pod({
        spec: 'volumes: [{name: v}]',
        app: 'volumeMounts: [{name: v, mountPath: /v, readOnly: true, recursiveReadOnly: IfPossible, mountPropagation: HostToContainer}]',
      }),
    ],
    ['init-container-probe', pod({ spec: 'initContainers: [{name: i, image: i, lifecycle: {preStop: {exec: {command: [x]}}}}]' })],
    ['ephemeral-containers', pod({ spec: 'ephemeralContainers: [{name: d, image: d}]' })],
    ['app-armor-annotation-container', pod({ annotations: 'container.apparmor.security.beta.kubernetes.io/other: runtime/default' })],
    [
      'app-armor-annotation-mismatch',
      pod({
        annotations: 'container.apparmor.security.beta.kubernetes.io/app: localhost/a',
        app: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: b}}',
      }),
    ],
  ])('%s', async (code, text) => {
    expect(await errorsOf(text)).toEqual([code]);
  });

  it.each([
    ['SYS_ADMIN without its prefix', security('allowPrivilegeEscalation: false\ncapabilities: {add: [SYS_ADMIN]}')],
    ['not root, yet user 0: the kubelet refuses, the API server does not', security('runAsNonRoot: true\nrunAsUser: 0')],
    ['an empty path of a seccomp profile: likewise', security('seccompProfile: {type: Localhost, localhostProfile: ""}')],
    ['a sysctl of the node: likewise', onPod('sysctls: [{name: vm.max_map_count, value: "1"}]')],
    ['a sysctl in two spellings', onPod('sysctls: [{name: net.ipv4.tcp_rmem, value: "1"}, {name: net/ipv4/tcp_rmem, value: "2"}]')],
    ['an unmasked /proc in a user namespace', pod({ spec: 'hostUsers: false', app: 'securityContext: {procMount: Unmasked}' })],
    ['equal ports on the node’s network', pod({ spec: 'hostNetwork: true', app: 'ports: [{containerPort: 80, hostPort: 80}]' })],
    [
      'an annotation that says what the pod’s field says',
      pod({
        spec: 'securityContext: {appArmorProfile: {type: Unconfined}}',
        annotations: 'container.apparmor.security.beta.kubernetes.io/app: unconfined',
      }),
    ],
    [
      'other ports of an init container',
      pod({ spec: 'hostNetwork: true\ninitContainers: [{name: i, image: i, ports: [{containerPort: 1, hostPort: 2}]}]' }),
    ],
    ['no sysctls on Windows', pod({ spec: 'os: {name: windows}\nsecurityContext: {sysctls: []}' })],
    [
      'a container’s seccomp annotation beside the pod’s field',
      pod({
        spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}',
        annotations: 'container.seccomp.security.alpha.kubernetes.io/app: unconfined',
      }),
    ],
    [
      'an AppArmor annotation that names no profile',
      pod({ annotations: 'container.apparmor.security.beta.kubernetes.io/app: localhost/' }),
    ],
    ['null for a field that is not set', security('privileged: null\nrunAsUser: ~\nseccompProfile:')],
    ['a sysctl with slashes', onPod('sysctls: [{name: net/ipv4/tcp_rmem, value: "1"}]')],
    ['Windows without Linux fields', pod({ spec: 'os: {name: windows}\nsecurityContext: {runAsNonRoot: true}' })],
  ])('but not: %s', async (_title, text) => {
    expect(await errorsOf(text)).toEqual([]);
  });
});

describe('what the kubelet refuses after admission', () => {
  const windows = (lines: string) => pod({ spec: 'os: {name: windows}', app: `securityContext:\n${lines.replace(/^/gm, '  ')}` });
  it.each([
    ['non-root-as-root', 'error', security('runAsNonRoot: true\nrunAsUser: 0')],
    ['non-root-as-root', 'error', pod({ spec: 'securityContext: {runAsNonRoot: true}', app: 'securityContext: {runAsUser: 0}' })],
    ['non-root-as-root', 'error', windows('runAsNonRoot: true\nwindowsOptions: {runAsUserName: ContainerAdministrator}')],
    ['non-root-as-root', 'warning', security('runAsNonRoot: true\nwindowsOptions: {runAsUserName: ContainerAdministrator}')],
    ['localhost-profile', 'error', security('seccompProfile: {type: Localhost, localhostProfile: ""}')],
    ['sysctl-not-namespaced', 'error', onPod('sysctls: [{name: kernel.pid_max, value: "1"}]')],
  ])('%s: %s', async (code, severity, text) => {
    const said = async (admissionOnly: boolean) =>
      (await findings(text, contextWith({ admissionOnly })))
        .filter((finding) => finding.severity !== 'hint')
        .map((finding) => [finding.code.slice(4), finding.severity]);
    expect(await said(false)).toEqual([[code, severity]]);
    expect(await said(true)).toEqual([[code, 'warning']]);
  });
  it('is said once, at the value that is wrong', async () => {
    const text = security('runAsNonRoot: true\nrunAsUser: 0');
    const at = text.indexOf('0', text.indexOf('runAsUser'));
    expect((await findings(text)).filter(({ span }) => span.start === at).map(({ code }) => code)).toEqual(['pod/non-root-as-root']);
  });
  it('is unsure of what it does not see whole', async () => {
    const patch = security('runAsNonRoot: true\nrunAsUser: 0').replace(/ +image: .*\n/, '');
    expect((await findings(patch)).filter(({ code }) => code === 'pod/non-root-as-root').map(({ severity }) => severity)).toEqual([
      'warning',
    ]);
  });
});

describe('beside another extension', () => {
  const context = contextWith({ ownsStructure: false });

  it('types and unknown fields are its business, values are ours', async () => {
    expect(await codesOf(security('runAsUser: "1"\nrunasuser: 1'), context)).not.toContain('pod/field-type');
    expect(await codesOf(security('procMount: Off'), context)).toContain('pod/field-value');
  });
});

describe('quiet', () => {
  it('a removed API is information before the release that removes it', async () => {
    const text = 'apiVersion: batch/v1beta1\nkind: CronJob\nspec: {}\n';
    const severities = async (kubernetes: string) => (await findings(text, contextWith({ kubernetes }))).map(({ severity }) => severity);
    expect(await severities('1.24')).toEqual(['information']);
    expect(await severities('1.25')).toEqual(['error']);
  });

  it('a removed API is no error in a template, which may be rendered for an older cluster', async () => {
    const text = '{{- if .Values.old }}\napiVersion: batch/v1beta1\nkind: CronJob\nspec: {}\n{{- end }}\n';
    const found = await findings(text, contextWith({ kubernetes: '1.25' }));
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['pod/removed-api', 'information']]);
  });

  it('one mistake is said once', async () => {
    expect((await codesOf(security('seccompProfile: {type: Unconfned}'))).filter((code) => /seccomp|value/.test(code))).toEqual([
      'pod/field-value',
    ]);
    const shared = await findings(pod({ spec: 'initContainers: [{name: setup, image: setup}]' }));
    expect(shared.filter(({ code }) => code === 'pod/run-as-non-root')).toHaveLength(1);
  });
});

describe('what the API server refuses in volumes, mounts, ports and probes', () => {
  const volume = (lines: string, app = '') => pod({ spec: `volumes:\n${lines.replace(/^/gm, '  ')}`, app });
  const token = (seconds: number) => `- name: t\n  projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: ${seconds}}}]}`;
  const mount = (lines: string, app: string) => volume(lines, `volumeMounts: [${app}]`);
  const data = '- {name: d, emptyDir: {}}';

  it.each([
    ['volume-source', volume('- {name: d, emptyDir: {}, configMap: {name: c}}')],
    ['volume-source', volume('- {name: d, projected: {sources: [{secret: {name: s}, configMap: {name: c}}]}}')],
    ['volume-source', volume('- {name: d, image: {pullPolicy: Always}}')],
    ['volume-name', volume('- {name: d}\n- {name: d}')],
    ['volume-name', volume('- {name: a.b}')],
    ['volume-path', volume('- {name: d, hostPath: {path: /a/../b}}')],
    ['volume-path', volume('- {name: d, secret: {secretName: s, items: [{key: k, path: /k}]}}')],
    ['volume-path', volume('- {name: d, secret: {secretName: s, items: [{key: k, path: ..k}]}}')],
    [
      'volume-path',
      volume(
        '- name: d\n  projected: {sources: [{secret: {name: s, items: [{key: k, path: p}]}}, {configMap: {name: c, items: [{key: k, path: p}]}}]}',
      ),
    ],
    ['volume-path', mount(data, '{name: d, mountPath: /d, subPath: a/../../b}')],
    ['volume-path', mount(data, '{name: d, mountPath: /d, subPathExpr: /$(NAME)}')],
    ['volume-path', mount(data, '{name: d, mountPath: /d, subPath: a, subPathExpr: $(NAME)}')],
    ['volume-mount', mount(data, '{name: e, mountPath: /d}')],
    ['volume-mount', mount(data, '{name: d, mountPath: /d}, {name: d, mountPath: /d, readOnly: true}')],
    ['volume-mount', volume('- {name: d, persistentVolumeClaim: {claimName: c}}', 'volumeDevices: [{name: x, devicePath: /dev/x}]')],
    ['token-lifetime', volume(token(599))],
    ['token-lifetime', volume(token(2 ** 32 + 1))],
    ['file-mode', volume('- {name: d, configMap: {name: c, defaultMode: 644}}')],
    ['file-mode', volume('- {name: d, emptyDir: {mode: 02000}}')],
    ['file-mode', volume('- {name: d, projected: {defaultUser: -1, sources: []}}')],
    ['file-mode', volume('- {name: d, projected: {sources: [{secret: {name: s, items: [{key: k, path: p, user: 2147483648}]}}]}}')],
    ['bind-mount-options', mount(data, '{name: d, mountPath: /d, bindMountOptions: [nodev, ro]}')],
    ['bind-mount-options', mount(data, '{name: d, mountPath: /d, bindMountOptions: [nodev, nodev]}')],
    ['bind-mount-options', mount('- {name: d, image: {reference: r}}', '{name: d, mountPath: /d, bindMountOptions: [nodev]}')],
    [
      'host-users-devices',
      pod({
        spec: 'hostUsers: false\nvolumes: [{name: d, persistentVolumeClaim: {claimName: c}}]',
        app: 'volumeDevices: [{name: d, devicePath: /dev/d}]',
      }),
    ],
    ['container-port', pod({ app: 'ports: [{name: a--b, containerPort: 80}]' })],
    ['container-port', pod({ app: 'ports: [{name: a, containerPort: 80}, {name: a, containerPort: 81}]' })],
    ['container-port', pod({ app: 'ports: [{containerPort: 80, protocol: udp}]' })],
    ['container-port', pod({ app: 'ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}]' })],
    ['probe-handler', pod({ app: 'livenessProbe: {}' })],
    ['probe-handler', pod({ app: 'startupProbe: {grpc: {port: 1}, tcpSocket: {port: 1}}' })],
    ['probe-handler', pod({ app: 'readinessProbe: {grpc: {port: 1}, terminationGracePeriodSeconds: 5}' })],
    ['probe-handler', pod({ app: 'readinessProbe: {grpc: {port: 1}, periodSeconds: -1}' })],
    ['probe-handler', pod({ app: 'lifecycle: {preStop: {sleep: {seconds: 1}, exec: {command: [x]}}}' })],
    ['hostname-override', pod({ spec: 'hostnameOverride: a.b\nsetHostnameAsFQDN: true' })],
    ['hostname-override', pod({ spec: 'hostnameOverride: A_b' })],
    ['hostname-override', pod({ spec: `hostnameOverride: ${'a'.repeat(33)}.${'b'.repeat(33)}` })],
    ['stop-signal', pod({ app: 'lifecycle: {stopSignal: SIGTERM}' })],
    ['stop-signal', pod({ spec: 'os: {name: windows}', app: 'lifecycle: {stopSignal: SIGUSR1}' })],
    ['restart-rules', pod({ app: 'restartPolicyRules: [{action: Restart}]' })],
    ['restart-rules', pod({ app: 'restartPolicy: Sometimes' })],
    ['restart-rules', pod({ app: 'restartPolicy: Never\nrestartPolicyRules: [{action: Stop}]' })],
    ['restart-rules', pod({ app: 'restartPolicy: Never\nrestartPolicyRules: [{action: Restart, exitCodes: {operator: Is}}]' })],
  ])('%s: %j', async (code, text) => {
    expect(await errorsOf(text)).toEqual([code]);
  });

  it.each([
    volume(token(600)),
    volume('- {name: d, emptyDir: null, configMap: {name: c}}'),
    volume('- {name: d, configMap: {name: c, defaultMode: 0644}}'),
    volume('- {name: d, configMap: {name: c, items: [{key: k, path: p}, {key: l, path: p}]}}'),
    mount(data, '{name: d, mountPath: /d, subPath: a..b/c}, {name: d, mountPath: /d/, subPathExpr: $(NAME)/x}'),
    pod({ app: 'ports: [{containerPort: 53, hostPort: 53}, {containerPort: 53, hostPort: 53, protocol: UDP}]' }),
    pod({ spec: 'hostnameOverride: a.b\nhostNetwork: false' }),
    pod({ spec: 'os: {name: linux}', app: 'lifecycle: {stopSignal: SIGRTMIN+3}' }),
    pod({ app: 'restartPolicy: Never\nrestartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]' }),
    `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: s}
spec:
  template:
    spec:
      containers: [{name: app, image: i, volumeMounts: [{name: claimed, mountPath: /d}]}]
  volumeClaimTemplates: [{metadata: {name: claimed}}]
`,
  ])('takes what the API server takes: %j', async (text) => {
    expect(await errorsOf(text)).toEqual([]);
  });

  it('tells a field of another release from one behind a gate', async () => {
    const text = mount(data, '{name: d, mountPath: /d, bindMountOptions: [nodev]}');
    const severityAt = async (kubernetes: string) =>
      (await findings(text, contextWith({ podSecurity: 'privileged', kubernetes }))).find(({ code }) => code === 'pod/gated-field')
        ?.severity;
    expect(await severityAt('1.36')).toBe('error');
    expect(await severityAt('1.37')).toBe('hint');
    const host = pod({ spec: 'hostnameOverride: a.b' });
    const codes = async (kubernetes: string) => codesOf(host, contextWith({ podSecurity: 'privileged', kubernetes }));
    expect(await codes('1.34')).toContain('pod/gated-field');
    expect(await codes('1.35')).not.toContain('pod/gated-field');
  });
});

describe('folders of the node', () => {
  it.each([
    ['/run/containerd', 'pod/runtime-socket'],
    ['/var/run/docker.sock', 'pod/runtime-socket'],
    ['/run/', 'pod/sensitive-host-path'],
    ['/var', 'pod/sensitive-host-path'],
    ['/var/log/app', undefined],
    ['""', undefined],
    ['{{ .Values.folder }}', undefined],
    ['{{ .Values.root }}/run', undefined],
  ])('%s: %s', async (path, code) => {
    const text = pod({ spec: `volumes:\n  - name: node\n    hostPath:\n      path: ${path}` });
    const about = (await codesOf(text, privileged)).filter((one) => /runtime-socket|sensitive-host-path/.test(one));
    expect(about).toEqual(code === undefined ? [] : [code]);
  });
});
