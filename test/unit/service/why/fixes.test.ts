import { describe, expect, it } from 'vitest';
import { fixed, hardened, pod, profile, underSeccomp } from './cases';

describe('the fix of an answer', () => {
  it('gives the container a folder to write to', async () => {
    const [text = ''] = await fixed("till-6d9f8b7c5d-8zq4t till Error: EROFS: read-only file system, mkdir '/app/cache/x'", {
      'a.yaml': hardened,
    });
    expect(text).toContain('name: cache\n          mountPath: /app/cache');
    expect(text).toContain('- name: cache\n        emptyDir: {}');
  });

  it('adds a capability to the container that the message is about', async () => {
    const files = {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        drop: [ALL]\n'),
    };
    expect(await fixed('chown: /data: Operation not permitted', files)).toEqual([
      expect.stringMatching(/drop: \[ALL\]\n +add:\n +- CHOWN\n/),
    ]);
  });

  it('allows the call', async () => {
    const [text = ''] = await fixed("rmdir: failed to remove 'x': Operation not permitted", {
      'a.yaml': underSeccomp,
      'seccomp/till.json': profile('rmdir'),
    });
    expect(JSON.parse(text).syscalls[0].names).toContain('rmdir');
  });

  it('adds the rule that a profile needs', async () => {
    const record =
      'audit: type=1400 audit(1796034154.812:412): apparmor="DENIED" operation="open" class="file" profile="till-guard" name="/etc/shadow" pid=7 comm="cat" requested_mask="r" denied_mask="r" fsuid=0 ouid=0';
    expect(await fixed(record, { 'apparmor.d/till-guard': 'abi <abi/4.0>,\nprofile till-guard {\n  /usr/** r,\n}\n' })).toEqual([
      expect.stringContaining('/etc/shadow r,'),
    ]);
  });
});
