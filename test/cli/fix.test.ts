import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, useFolder } from './folder';

useFolder();

describe('fix', () => {
  it('applies safe fixes in place, or shows them', () => {
    put('fix/web.apparmor', 'profile web /usr/bin/web {\n  /etc/hosts r # names\n}\n');
    const { stdout } = confine(['fix', '--dry-run', 'fix/web.apparmor']);
    expect(stdout).toContain('-  /etc/hosts r # names\n+  /etc/hosts r, # names');
    expect(confine(['fix', 'fix/web.apparmor']).stdout).toBe('1 file changed\n');
    expect(readFileSync(path.join(folder, 'fix/web.apparmor'), 'utf8')).toBe('profile web /usr/bin/web {\n  /etc/hosts r, # names\n}\n');
    expect(confine(['fix', 'fix/web.apparmor']).stdout).toBe('0 files changed\n');
  });
  it('shows what patch and git apply take, whatever the line ends and names', () => {
    for (const [name, text] of [
      ['apply/line ends.yaml', privileged.replaceAll('\n', '\r\n')],
      ['apply/ünïcode/no end.yaml', privileged.trimEnd()],
    ] as const) {
      put(name, text);
      const { stdout } = confine(['fix', '--harden', '--dry-run', name]);
      put('apply.patch', stdout);
      confine(['fix', '--harden', name]);
      const wanted = readFileSync(path.join(folder, name), 'utf8');
      expect(wanted).not.toBe(text);
      put(name, text);
      const { stderr, status } = spawnSync('git', ['apply', '-p0', 'apply.patch'], { cwd: folder, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(wanted);
    }
  });
  it('turns standard input into standard output', () => {
    const broken = 'profile web /usr/bin/web {\n  /etc/hosts r\n}\n';
    const repaired = broken.replace('hosts r', 'hosts r,');
    expect(confine(['fix', '--language', 'apparmor', '-'], broken).stdout).toBe(repaired);
    expect(confine(['fix', '--language', 'apparmor', '-'], repaired).stdout).toBe(repaired);
    expect(confine(['fix', '--language', 'apparmor', '--dry-run', '-'], repaired).stdout).toBe('');
  });
  it('changes behaviour only when asked', () => {
    put('fix/pod.yaml', privileged);
    confine(['fix', 'fix/pod.yaml']);
    expect(readFileSync(path.join(folder, 'fix/pod.yaml'), 'utf8')).toContain('privileged: true # the device');
    confine(['fix', '--harden', 'fix/pod.yaml']);
    expect(readFileSync(path.join(folder, 'fix/pod.yaml'), 'utf8')).not.toContain('privileged: true');
  });
  it('changes other files together with the one that needs it, or shows each', () => {
    const signed = (scope: string) =>
      `"${scope}": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/x.pub", "signedIdentity": { "type": "matchRepository" } }]`;
    put(
      'etc/containers/policy.json',
      `{ "default": [{ "type": "reject" }], "transports": { "docker": { ${signed('quay.io')}, ${signed('ghcr.io/team')} } } }\n`,
    );
    put('etc/containers/registries.d/quay.yaml', 'docker:\n  quay.io: # ours\n    lookaside: https://signatures.example.com\n');
    const shown = confine(['fix', '--harden', '--dry-run', 'etc']).stdout;
    expect(shown).toContain('--- etc/containers/registries.d/quay.yaml');
    expect(shown).toContain('+    use-sigstore-attachments: true');
    expect(shown).toContain('--- /dev/null\n+++ etc/containers/registries.d/ghcr.io.yaml');
    expect(confine(['fix', 'etc']).stdout).toBe('0 files changed\n');
    expect(confine(['fix', '--harden', 'etc']).stdout).toBe('2 files changed\n');
    const text = (name: string) => readFileSync(path.join(folder, 'etc/containers/registries.d', name), 'utf8');
    expect(text('quay.yaml')).toBe(
      'docker:\n  quay.io: # ours\n    lookaside: https://signatures.example.com\n    use-sigstore-attachments: true\n',
    );
    expect(text('ghcr.io.yaml')).toBe('docker:\n  ghcr.io/team:\n    use-sigstore-attachments: true\n');
    expect(confine(['fix', '--harden', 'etc']).stdout).toBe('0 files changed\n');
  });
});
