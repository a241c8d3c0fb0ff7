import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, put, useFolder } from './folder';

useFolder();

const profile = (...rules: string[]) => `abi <abi/4.0>,\n\nprofile web {\n${rules.map((rule) => `  ${rule}\n`).join('')}}\n`;

describe('merge of AppArmor profiles', () => {
  it('prints one profile, and beside it what differs from each file', () => {
    put('one.apparmor', profile('/srv/** r,'));
    put('two.apparmor', profile('/srv/x r,', 'capability kill,'));
    const { stdout, stderr, status } = confine(['merge', 'one.apparmor', 'two.apparmor']);
    expect(stdout).toBe(profile('/srv/** r,', 'capability kill,'));
    expect(stderr).toContain('1 rule and 0 profiles added');
    expect(stderr).toContain('capability kill: not allowed → allowed');
    expect(status).toBe(0);
  });

  it('has no intersection', () => {
    const { stderr, status } = confine(['merge', '--intersect', 'one.apparmor', 'two.apparmor']);
    expect(stderr).toContain('--intersect is for seccomp profiles');
    expect(status).toBe(2);
  });
});

describe('fix --format', () => {
  it('lays out, after the fixes, and leaves other files as they are', () => {
    put('wide.apparmor', 'abi <abi/4.0>,\n\nprofile web {\n/srv/** r\n    network   inet,\n}\n');
    expect(confine(['fix', '--format', 'wide.apparmor']).stdout).toBe('1 file changed\n');
    expect(readFileSync(path.join(folder, 'wide.apparmor'), 'utf8')).toBe(profile('/srv/** r,', 'network inet,'));
    expect(confine(['fix', 'wide.apparmor', '--format']).stdout).toBe('0 files changed\n');
  });
});

it('explain names the abi', () => {
  put('old.apparmor', profile('/srv/** r,').replace('4.0', '3.0'));
  expect(confine(['explain', 'old.apparmor', 'userns']).stdout).toContain(
    'user namespaces are not mediated under abi 3.0, so nothing is denied',
  );
});

it('check of a folder finds rules that many profiles repeat and an abstraction allows', () => {
  put('site/.confine.yaml', 'apparmor:\n  conventions: [abstractions]\n');
  put('site/apparmor.d/abstractions/fonts', '/etc/fonts/** r,\n/usr/share/fonts/** r,\n/var/cache/fontconfig/** r,\n');
  const fonts = '  /etc/fonts/** r,\n  /usr/share/fonts/** r,\n';
  for (const name of ['web', 'shop']) put(`site/apparmor.d/${name}`, `profile ${name} {\n${fonts}}\n`);
  const found = () => confine(['check', 'site', '--config', 'site/.confine.yaml', '--preset', 'recommended']).stdout;
  expect(found()).not.toContain('convention-abstractions');
  put('site/apparmor.d/mail', `profile mail {\n${fonts}}\n`);
  const said = found();
  expect(said.match(/`include <abstractions\/fonts>` allows 2 rules of this profile/g)).toHaveLength(3);
  expect(said).toContain('= fix: Replace 2 rules by include <abstractions/fonts>, which allows more…');
  confine(['fix', 'site', '--config', 'site/.confine.yaml']);
  expect(readFileSync(path.join(folder, 'site/apparmor.d/mail'), 'utf8')).toContain(fonts);
});
