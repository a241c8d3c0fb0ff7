import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../../server/src/core';
import { placeText, whyOf } from '../../../helpers/why';

/** The four demos of a talk on confining containers: each error, as the speaker’s terminal shows it, leads to its line. */
const pod = (security: string) => `apiVersion: v1
kind: Pod
metadata:
  name: demo
spec:
  containers:
  - name: demo
    image: registry.example.org/demo:1
    securityContext:
${security}`;

const screen = (command: string, answer: string) =>
  `$ kubectl exec -it demo -- bash\n[root@demo /]# ${command}\n${answer}\n[root@demo /]# `;

describe('the demos of the talk', () => {
  it('rmdir is in no rule of the seccomp profile', async () => {
    const { answers } = await whyOf(screen('mkdir test && rmdir test', "rmdir: failed to remove 'test': Operation not permitted"), {
      'demo.yaml': pod('      seccompProfile:\n        type: Localhost\n        localhostProfile: demo.json\n'),
      'seccomp/demo.json': JSON.stringify(
        {
          defaultAction: 'SCMP_ACT_ERRNO',
          defaultErrnoRet: 1,
          architectures: ['SCMP_ARCH_X86_64'],
          syscalls: [{ names: ['mkdir', 'openat2', 'unlink', 'unlinkat'], action: 'SCMP_ACT_ALLOW' }],
        },
        null,
        2,
      ),
    });
    expect(answers.map(placeText)).toEqual(['likely seccomp seccomp/demo.json:2']);
    expect(answers[0]?.message).toMatch(/rmdir is in no rule.*not logged/);
    expect(answers[0]?.fix?.title).toBe('Allow rmdir');
    expect(answers[0]?.alternatives).toHaveLength(1);
  });

  it('mkdir /bin/test meets a deny rule of the AppArmor profile', async () => {
    const files = {
      'web.yaml': pod('      appArmorProfile:\n        type: Localhost\n        localhostProfile: k8s-web\n'),
      'apparmor.d/k8s-web': `abi <abi/4.0>,

profile k8s-web flags=(attach_disconnected) {
  network inet tcp,
  file,

  deny /bin/** wl,
  deny /root/** wl,
}
`,
    };
    const printed = "mkdir: cannot create directory '/bin/test': Permission denied";
    const record =
      'Nov 30 10:01:00 node kernel: audit: type=1400 audit(1796034154.812:98): apparmor="DENIED" operation="mkdir" class="file" profile="k8s-web" name="/bin/test/" pid=4242 comm="mkdir" requested_mask="c" denied_mask="c" fsuid=0 ouid=0';
    const silent = await whyOf(screen('mkdir /bin/test', printed), files);
    expect(silent.answers.map(placeText)).toEqual(['likely apparmor apparmor.d/k8s-web:7']);
    const logged = await whyOf(`${screen('mkdir /bin/test', printed)}\n${record}`, files);
    expect(logged.answers.map(placeText)).toEqual(['certain apparmor apparmor.d/k8s-web:7']);
  });

  it('the pull fails because the key is gone', async () => {
    const { answers } = await whyOf(
      '$ sudo skopeo copy docker://registry.example.org/shop/web:1 dir:/tmp/web\nFATA[0001] Source image rejected: open /etc/pki/containers/shop.gpg: no such file or directory',
      {
        'etc/containers/policy.json': `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "registry.example.org/shop": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/shop.gpg" }
      ]
    }
  }
}
`,
      },
    );
    expect(answers.map(placeText)).toEqual(['certain signature etc/containers/policy.json:6']);
  });

  it('ping has no NET_RAW', async () => {
    const { answers } = await whyOf(screen('ping 10.0.0.1', 'ping: socket: Operation not permitted'), {
      'probe.yaml': pod('      capabilities:\n        drop: ["NET_RAW"]\n'),
    });
    expect(answers.map(placeText)).toEqual(['likely capability probe.yaml:11']);
    expect(answers[0]?.message).toMatch(/NET_RAW.*ping_group_range/);
    const [answer] = answers;
    expect(applyEdits(answer?.decides?.text ?? '', answer?.fix ? editsOf(answer.fix) : [])).toMatch(/add:\n +- NET_RAW/);
  });
});
