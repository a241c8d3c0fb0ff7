import { describe, expect, it } from 'vitest';
import { type Context, defaultContext, memoryFiles } from '../../../../server/src/core';
import { check, explain, hover, open } from '../../../../server/src/service';

interface PodText {
  readonly spec?: string;
  readonly security: string;
  readonly image?: string;
}

const podText = ({ spec = '', security, image = 'registry.example/app:1' }: PodText) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers:\n    - name: app\n      image: ${image}\n      securityContext:\n${security}`;

async function opened(pod: PodText, context: Partial<Context> = {}) {
  const whole = { ...defaultContext, ...context };
  const document = await open({ uri: 'file:///pod.yaml', languageId: 'yaml', version: 1, text: podText(pod) }, memoryFiles(), {
    context: whole,
  });
  if (!document) throw new Error('no pod');
  return { document, context: whole };
}

/** The line of the hover on a word that says what the word does here. */
async function effect(word: string, pod: PodText, given: Partial<Context> = {}): Promise<string | undefined> {
  const { document, context } = await opened(pod, given);
  const card = hover(document, document.source.text.lastIndexOf(word) + 1, context)?.markdown ?? '';
  return /^\*\*(?:Effect here\.\*\* |(?=[A-Z][a-z ]+ here))(.*)/m.exec(card)?.[1]?.replace('**', '');
}

const adds = (name: string, more = '') => `${more}        capabilities:\n          add: [${name}]\n`;
const user1000 = '        runAsUser: 1000\n';
const locked = `${user1000}        allowPrivilegeEscalation: false\n`;

describe('what a capability does at its place', () => {
  it.each<[string, string, PodText, Partial<Context>, RegExp]>([
    [
      'a user and no_new_privs',
      'NET_ADMIN',
      { security: adds('NET_ADMIN', locked) },
      {},
      /^No effect here: .*user 1000.*ambient.*also disables file/,
    ],
    ['a low port', 'NET_BIND', { security: adds('NET_BIND_SERVICE', locked) }, {}, /to start at all\.$/],
    ['a user', 'NET_ADMIN', { security: adds('NET_ADMIN', user1000) }, {}, /^No effect here, unless .*file capability/],
    ['runAsNonRoot', 'KILL', { security: adds('KILL', '        runAsNonRoot: true\n') }, {}, /a user other than root/],
    ['the pod’s user', 'SYS_TIME', { spec: '  securityContext:\n    runAsUser: 7\n', security: adds('SYS_TIME') }, {}, /user 7/],
    ['privileged', 'SYS_TIME', { security: adds('SYS_TIME', '        privileged: true\n') }, {}, /already grants every capability/],
    ['hostPID', 'SYS_PTRACE', { spec: '  hostPID: true\n', security: adds('SYS_PTRACE') }, {}, /every process on the node \(`hostPID`\)/],
    ['hostNetwork', 'NET_ADMIN', { spec: '  hostNetwork: true\n', security: adds('NET_ADMIN') }, {}, /of the node \(`hostNetwork`\)/],
    [
      'shared processes',
      'SYS_PTRACE',
      { spec: '  shareProcessNamespace: true\n', security: adds('SYS_PTRACE') },
      {},
      /every container in the pod/,
    ],
    [
      'a user namespace, checked in the host’s',
      'SYS_MODULE',
      { spec: '  hostUsers: false\n', security: adds('SYS_MODULE') },
      {},
      /^No effect here: .*hostUsers: false/,
    ],
    [
      'a user namespace, checked in its own',
      'NET_ADMIN',
      { spec: '  hostUsers: false\n', security: adds('NET_ADMIN') },
      {},
      /^In effect here only for what belongs/,
    ],
    [
      'a user namespace, checked in both',
      'SYS_TIME',
      { spec: '  hostUsers: false\n', security: adds('SYS_TIME') },
      {},
      /^In effect here only for what belongs.* can’t set the clock, adjust the rate of the clock or set the hardware clock\.$/,
    ],
    [
      'a user namespace, with a BPF token',
      'BPF',
      { spec: '  hostUsers: false\n', security: adds('BPF') },
      {},
      /^No effect here, unless the host delegates a BPF token: /,
    ],
    ['a sandbox', 'NET_ADMIN', { spec: '  runtimeClassName: gvisor\n', security: adds('NET_ADMIN') }, {}, /runtime class gvisor/],
    ['a default', 'NET_RAW', { security: adds('NET_RAW') }, {}, /^No change here: containerd grants it by default/],
    [
      'no default of this runtime',
      'NET_RAW',
      { security: adds('NET_RAW') },
      { target: 'cri-o' },
      /^In effect here if the image starts as root/,
    ],
    [
      'a default of an older release',
      'NET_RAW',
      { security: adds('NET_RAW') },
      { target: 'cri-o', release: '1.17' },
      /^No change here: CRI-O/,
    ],
    ['a level', 'NET_ADMIN', { security: adds('NET_ADMIN') }, { podSecurity: 'baseline' }, /Pod Security \*baseline\* refuses it\.$/],
    ['Windows', 'NET_ADMIN', { spec: '  os:\n    name: windows\n', security: adds('NET_ADMIN') }, {}, /Windows/],
    ['a drop', 'CHOWN', { security: '        capabilities:\n          drop: [CHOWN]\n' }, {}, /^Removed here: containerd/],
    ['a drop of nothing', 'BPF', { security: '        capabilities:\n          drop: [BPF]\n' }, {}, /^No change here: .*doesn’t grant/],
    [
      'a default that is dropped before',
      'CHOWN',
      { security: '        capabilities:\n          drop: [ALL]\n          add: [CHOWN]\n' },
      {},
      /^In effect here/,
    ],
  ])('%s', async (_, word, pod, context, expected) => expect(await effect(word, pod, context)).toMatch(expected));

  it('puts the image of the container into the command, unless a shell would read more into it', async () => {
    const card = async (image: string) => {
      const { document, context } = await opened({ security: adds('NET_ADMIN'), image });
      return hover(document, document.source.text.lastIndexOf('NET_ADMIN') + 1, context)?.markdown ?? '';
    };
    expect(await card('registry.example/app:1')).toContain('--cap-add NET_ADMIN registry.example/app:1\n');
    expect(await card("'app;rm -rf /'")).toContain('--cap-add NET_ADMIN IMAGE\n');
  });
});

describe('rules about added capabilities', () => {
  const found = async (pod: PodText, given: Partial<Context> = {}) => {
    const { document, context } = await opened(pod, given);
    return check(document, context, { rules: {} }).flatMap(({ code, severity, message }) =>
      /capability-(?:without|on)|critical-cap/.test(code) ? [`${code} ${severity ?? ''}: ${message}`] : [],
    );
  };
  const privileged = { podSecurity: 'privileged' } as const;

  it('say once what is wrong, and nothing of what is refused or known to be needed', async () => {
    expect(await found({ security: adds('NET_BIND_SERVICE', locked) })).toEqual([
      expect.stringMatching(
        /^pod\/capability-without-effect information: NET_BIND_SERVICE has no effect in container "app": the process starts as user 1000/,
      ),
    ]);
    expect(await found({ security: adds('SYS_TIME', user1000) }, privileged)).toEqual([
      expect.stringMatching(/^pod\/capability-without-effect hint/),
      expect.stringMatching(/^pod\/critical-capability/),
    ]);
    expect(await found({ security: adds('NET_BIND_SERVICE', locked), image: 'caddy:2' })).toEqual([]);
    expect(await found({ security: adds('SYS_TIME', locked) })).toEqual([]);
    expect(await found({ spec: '  hostNetwork: true\n', security: adds('NET_ADMIN') }, privileged)).toEqual([
      expect.stringMatching(/^pod\/capability-on-node warning: NET_ADMIN in container "app" changes the interfaces/),
    ]);
    expect(await found({ spec: '  hostPID: true\n', security: adds('SYS_PTRACE', locked) }, privileged)).toEqual([
      expect.stringMatching(/^pod\/capability-without-effect/),
    ]);
    for (const name of ['BPF', 'SYS_TIME', 'MAC_ADMIN', 'SYS_MODULE', 'NET_RAW'])
      expect(
        await found({ security: `        capabilities:\n          drop: [ALL]\n          add: [${name}]\n` }, privileged),
        name,
      ).toHaveLength(1);
    expect(await found({ security: adds('CHOWN') }, privileged)).toEqual([]);
  });

  it('show in the effective settings', async () => {
    const { document, context } = await opened({ security: adds('NET_BIND_SERVICE', locked) });
    const { markdown } = explain(document, 'app', context) ?? {};
    expect(markdown).toMatch(/`capabilities` \| .*bounding set only: user 1000/);
    const root = await opened({ security: adds('NET_BIND_SERVICE') });
    expect(explain(root.document, 'app', root.context)?.markdown).not.toContain('bounding set only');
  });
});
