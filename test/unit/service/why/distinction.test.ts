import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../../server/src/core';
import { placeText, whyOf } from '../../../helpers/why';
import { pod, profile, underSeccomp } from './cases';

const container = (security: string) =>
  pod(`  containers:
  - name: till
    image: registry.example.org/till:1
    securityContext:
${security}`);

const seccomp = '      seccompProfile: {type: Localhost, localhostProfile: till.json}\n';

describe('candidates in two layers', () => {
  it('are decided by a run without the seccomp profile', async () => {
    const { answers } = await whyOf('chown: /data: Operation not permitted', {
      'a.yaml': container(`${seccomp}      capabilities: {drop: [ALL], add: [KILL]}\n`),
      'seccomp/till.json': profile('chown', 'fchown', 'lchown', 'fchownat'),
    });
    expect(
      answers
        .map(placeText)
        .map((place) => place.split(' ')[1])
        .sort(),
    ).toEqual(['capability', 'seccomp']);
    for (const { distinction } of answers) {
      expect(distinction?.command).toBe(
        'docker run --rm --cap-drop ALL --cap-add KILL --security-opt seccomp=unconfined registry.example.org/till:1',
      );
      expect(distinction?.results).toEqual([expect.stringContaining('seccomp'), expect.stringContaining('capability')]);
    }
  });

  it('are decided by the kernel’s record where AppArmor is one of them', async () => {
    const { answers } = await whyOf("mkdir: cannot create directory '/bin/test': Permission denied", {
      'a.yaml': container('      runAsUser: 1000\n      appArmorProfile: {type: Localhost, localhostProfile: till}\n'),
      'apparmor.d/till': 'abi <abi/4.0>,\nprofile till {\n  file,\n  deny /bin/** wl,\n}\n',
    });
    expect(answers.map(({ layer }) => layer)).toEqual(['apparmor', 'user']);
    expect(answers[0]?.distinction).toMatchObject({ command: expect.stringMatching(/noquiet.*journalctl/) });
  });

  it('are no matter where one is certain, or where one is left', async () => {
    const { answers } = await whyOf("rmdir: failed to remove 'x': Operation not permitted", {
      'a.yaml': underSeccomp,
      'seccomp/till.json': profile('rmdir'),
    });
    expect(answers.map(({ distinction }) => distinction)).toEqual([undefined]);
  });
});

describe('a refusal that the kernel does not log', () => {
  it('comes with a copy for learning', async () => {
    const { answers } = await whyOf("rmdir: failed to remove 'x': Operation not permitted", {
      'a.yaml': underSeccomp,
      'seccomp/till.json': profile('rmdir'),
    });
    const texts = answers.flatMap(({ decides, alternatives = [] }) =>
      alternatives.map((one) => (decides ? applyEdits(decides.text, editsOf(one)) : '')),
    );
    expect(texts.map((text) => JSON.parse(text).defaultAction)).toEqual(['SCMP_ACT_LOG']);
  });

  it('of a rule comes with that rule logging', async () => {
    const { answers } = await whyOf("rmdir: failed to remove 'x': Operation not permitted", {
      'a.yaml': underSeccomp,
      'seccomp/till.json': JSON.stringify({
        defaultAction: 'SCMP_ACT_ALLOW',
        syscalls: [{ names: ['rmdir'], action: 'SCMP_ACT_ERRNO', errnoRet: 1 }],
      }),
    });
    const [answer] = answers;
    const [learning] = answer?.alternatives ?? [];
    expect(JSON.parse(applyEdits(answer?.decides?.text ?? '', learning ? editsOf(learning) : [])).syscalls).toEqual([
      { names: ['rmdir'], action: 'SCMP_ACT_LOG' },
    ]);
  });
});
