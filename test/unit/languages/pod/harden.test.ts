import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, noteOf } from '../../../../server/src/core';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { readPart } from '../../../../server/src/languages/pod/part';
import { violationsAt } from '../../../../server/src/languages/pod/standards/evaluate';
import { actionsAt, harden } from '../../../../server/src/service';
import { toValue } from '../../../../server/src/tree';
import { contextWith, openPod, pod, settings } from './helpers';

/** The text after the action with this title, offered where `at` stands. */
async function acted(text: string, at: string, title: string, context = defaultContext): Promise<string> {
  const start = text.indexOf(at);
  const offered = actionsAt(await openPod(text, context), { start, end: start }, context);
  const action = offered.find((candidate) => candidate.title.startsWith(title));
  expect(
    offered.map((candidate) => candidate.title),
    title,
  ).toContain(action?.title);
  return applyEdits(text, action ? editsOf(action) : []);
}

/** Paths at which two plain values differ. */
function differences(a: unknown, b: unknown, path = ''): readonly string[] {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`),
  );
}

describe('harden to restricted', () => {
  it('keeps comments, quotes and layout, and brings the counterparts', async () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata:
    name: 'web' # the shop
spec:
    template:
        spec:
            hostNetwork: true   # for speed
            containers:
            -   name: web
                image: "docker.io/library/nginx:1.27"
                securityContext:
                    capabilities:
                        drop: [all]   # everything
            -   {name: log, image: busybox}
`;
    expect(await acted(text, 'kind:', 'Harden this pod to restricted')).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
    name: 'web' # the shop
spec:
    template:
        spec:
            hostNetwork: false   # for speed
            securityContext:
                runAsNonRoot: true
                runAsUser: 10001
                seccompProfile:
                    type: RuntimeDefault
            containers:
            -   name: web
                image: "docker.io/library/nginx:1.27"
                securityContext:
                    capabilities:
                        drop: [ALL]   # everything
                        add:
                        - NET_BIND_SERVICE
                    allowPrivilegeEscalation: false
            -   {name: log, image: busybox, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
`);
  });

  it('takes out what cannot be set to something harmless', async () => {
    const text = pod({
      spec: 'volumes:\n  - name: data\n    hostPath:\n      path: /srv\nsecurityContext:\n  sysctls:\n    - name: kernel.sem\n      value: "1"\n    - name: net.ipv4.tcp_syncookies\n      value: "1"',
      app: 'ports:\n  - containerPort: 80\n    hostPort: 80 # open\nsecurityContext:\n  capabilities:\n    add: [SYS_TIME, CHOWN, NET_ADMIN]',
    });
    const after = await acted(text, 'kind:', 'Harden this pod to baseline');
    expect(after).toContain('add: [CHOWN]');
    expect(after).not.toContain('hostPort');
    expect(after).not.toContain('kernel.sem');
    expect(after).toContain('net.ipv4.tcp_syncookies');
    expect(after).toContain('emptyDir: {}');
  });

  it('takes out what held nothing else', async () => {
    const text = pod({ app: 'securityContext:\n  capabilities: # some\n    add: [NET_RAW]\n  runAsUser: 1' });
    expect(await acted(text, 'kind:', 'Harden this pod to baseline')).toBe(pod({ app: 'securityContext:\n  runAsUser: 1' }));
    const only = pod({ app: 'securityContext: {capabilities: {add: [NET_RAW]}}' });
    expect(await acted(only, 'kind:', 'Harden this pod to baseline')).toBe(pod());
  });

  it('offers the level that is enforced first, and one container alone', async () => {
    const text = pod({ app: 'securityContext: {privileged: true}' }).replace(
      '  containers:\n',
      '  containers:\n    - {name: log, image: log}\n',
    );
    const titles = async (at: string, context = defaultContext) => {
      const start = text.indexOf(at);
      return actionsAt(await openPod(text, context), { start, end: start }, context).map(({ title }) => title);
    };
    expect(await titles('kind:')).toEqual(['Harden this pod to baseline…', 'Harden this pod to restricted…']);
    expect(await titles('privileged', contextWith({ podSecurity: 'restricted' }))).toEqual([
      'Harden this pod to restricted…',
      'Harden container "app" to restricted…',
      'Harden this pod to baseline…',
      'Harden container "app" to baseline…',
    ]);
  });

  it('says so when an anchor carries the change further', async () => {
    const text = `apiVersion: v1
kind: Pod
spec:
  containers:
    - name: a
      image: a
      securityContext: &sc
        privileged: true
    - name: b
      image: b
      securityContext: *sc
`;
    const context = contextWith({ podSecurity: 'baseline' });
    const [action] = actionsAt(await openPod(text, context), { start: 20, end: 20 }, context);
    expect(action && noteOf(action)).toContain('shared through `&sc`');
    expect(applyEdits(text, action ? editsOf(action) : [])).toBe(text.replace('true', 'false'));
  });

  it('leaves alone what `<<` brings in: its own value wins', async () => {
    const text = `apiVersion: v1
kind: Pod
x-shared: &sc
  privileged: true
spec:
  containers:
    - name: a
      image: a
      securityContext:
        <<: *sc # shared
    - name: b
      image: b
      securityContext: {<<: *sc}
`;
    const context = contextWith({ podSecurity: 'baseline' });
    const at = text.indexOf('name: a');
    const named = (title: string) =>
      openPod(text, context).then((document) =>
        actionsAt(document, { start: at, end: at }, context).find((one) => one.title.startsWith(title)),
      );
    const whole = await named('Harden this pod');
    expect(whole && noteOf(whole)).not.toContain('shared');
    const first = text.replace('<<: *sc # shared', '<<: *sc # shared\n        privileged: false');
    expect(applyEdits(text, whole ? editsOf(whole) : [])).toBe(first.replace('{<<: *sc}', '{<<: *sc, privileged: false}'));
    const one = await named('Harden container "a"');
    expect(applyEdits(text, one ? editsOf(one) : [])).toBe(first);
  });

  const shapes = {
    block: pod({ app: 'securityContext:\n  privileged: true' }),
    flow: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: app, image: app, securityContext: {privileged: true}}]}\n',
    json: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true, containers: [{ name: 'app', image: 'app' }] } }, null, 2),
    'json on one line': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { hostIPC: true, containers: [{ name: 'app', image: 'app' }] },
    }),
    'empty contexts': pod({ spec: 'securityContext: {}', app: 'securityContext:' }),
    'windows line ends': pod({ spec: 'hostPID: true' }).replaceAll('\n', '\r\n'),
    'denied on both levels': pod({
      spec: 'securityContext:\n  runAsNonRoot: false\n  runAsUser: 0\n  seccompProfile: {type: Unconfined}',
      app: 'securityContext:\n  runAsNonRoot: false\n  runAsUser: 0\n  procMount: Unmasked\n  seLinuxOptions: {user: u, role: r, type: spc_t}\n  capabilities: {add: [ALL], drop: [NET_RAW]}',
    }),
    'several containers': pod({
      spec: 'initContainers:\n  - name: setup\n    image: setup',
      app: 'livenessProbe:\n  httpGet: {host: 10.0.0.1, port: 1}',
    }),
    'a list of pods': `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n    - name: a\n      image: a\n- apiVersion: v1\n  kind: Pod\n  spec:\n    hostPID: true\n    containers:\n    - name: b\n      image: b\n`,
  };
  const versions = ['1.0', '1.18', '1.22', '1.25', '1.34', 'latest'];

  const touched = /securityContext|host(?:Network|PID|IPC|Port)|livenessProbe/;

  it.each(Object.entries(shapes))('passes afterwards, and nothing else is different: %s', async (_name, text) => {
    for (const kubernetes of versions) {
      const context = contextWith({ podSecurity: 'restricted', kubernetes });
      const [action] = actionsAt(await openPod(text, context), { start: 0, end: text.length }, context);
      const after = readPart(applyEdits(text, action ? editsOf(action) : []));
      expect(after.tree.problems).toEqual([]);
      const minor = kubernetes === 'latest' ? 37 : Number(kubernetes.slice(2));
      expect(podsOf(after, context).flatMap((each) => violationsAt(each, 'restricted', minor).map(({ detail }) => detail))).toEqual([]);
      const before = readPart(text);
      for (const path of differences(toValue(before.tree.root), toValue(after.tree.root))) expect(path).toMatch(touched);
    }
  });

  it('does not touch what a template writes', async () => {
    const text = pod({ app: 'securityContext:\n  privileged: true\n  runAsUser: {{ .Values.user }}' });
    expect(await acted(text, 'kind:', 'Harden this pod to baseline')).toBe(text.replace('privileged: true', 'privileged: false'));
  });
});

describe('hardening a file with comments everywhere', () => {
  const volume = (source: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent # the agent
spec:
  # how it runs
  template:
    spec: # the pod
      hostPID: true # sees the node
      # volumes of the node
      volumes:
        - name: data # what is kept
${source}
        # the last one
        - name: tmp
          emptyDir: {} # scratch
      containers:
        # the only one
        - name: agent
          image: registry.example/agent:3 # pinned
          securityContext: # loose
            privileged: true # needs it
            # adds
            capabilities:
              add:
                - SYS_ADMIN # for mounts
                - NET_BIND_SERVICE # for 443
          volumeMounts:
            - name: data # from the node
              mountPath: /data
`;
  const comments = (text: string) => [...text.matchAll(/# .*$/gm)].map(([comment]) => comment);
  const hardened = async (text: string) => {
    const context = contextWith({ podSecurity: 'restricted' });
    return applyEdits(text, harden(await openPod(text, context), undefined, context, settings).flatMap(editsOf));
  };

  it.each([
    ['', []],
    ['            # the path', ['# the path']],
  ])('loses those alone that are inside of what it removes: %s', async (inside, lost) => {
    const text = volume(`          hostPath:\n${inside ? `${inside}\n` : ''}            path: /var/lib/agent`);
    const after = await hardened(text);
    const left = new Set(comments(after));
    expect(comments(text).filter((comment) => !left.has(comment))).toEqual([...lost, '# for mounts']);
    expect(await hardened(after)).toBe(after);
  });
});
