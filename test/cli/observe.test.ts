import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, put, useFolder } from './folder';

useFolder();

describe('observe', () => {
  it('tells what a log asks of a profile, and puts it in', () => {
    put('observe/web.aa', 'abi <abi/4.0>,\n\nprofile web /usr/bin/web {\n  /etc/hosts r,\n}\n');
    put(
      'observe/log',
      'audit: type=1400 audit(1.1:1): apparmor="DENIED" operation="open" profile="web" name="/etc/web.conf" pid=1 comm="web" requested_mask="r" denied_mask="r" fsuid=0 ouid=0\n',
    );
    expect(confine(['observe', 'observe/web.aa', 'observe/log']).stdout).toContain('`/etc/web.conf r,`');
    confine(['observe', '--write', 'observe/web.aa', 'observe/log']);
    expect(readFileSync(path.join(folder, 'observe/web.aa'), 'utf8')).toContain('  /etc/web.conf r,\n');
  });

  it('gives the denials of a log to the profiles of a folder, and creates what is missing', () => {
    const denied = (profile: string, name: string) =>
      `audit: type=1400 audit(1.1:1): apparmor="DENIED" operation="open" profile="${profile}" name="${name}" pid=1 comm="web" requested_mask="r" denied_mask="r" fsuid=33 ouid=0\n`;
    put('policy/web', 'abi <abi/4.0>,\n\nprofile web /usr/bin/web {\n  /etc/hosts r,\n  include if exists <local/web>\n}\n');
    put('policy.log', denied('web', '/etc/web.conf') + denied('shop', '/srv/shop/index') + 'Bonjour\n');
    const { stdout } = confine(['observe', 'policy', 'policy.log']);
    expect(stdout).toContain('2 of 3 lines read (kernel log); 1 line of an unknown form, the first on line 3: `Bonjour`.');
    expect(stdout).toContain('# policy/web and the log');
    expect(stdout).toContain('## Profiles that no file has\n\n- `shop`');
    expect(confine(['observe', '--write', '--local', '--new', 'policy', 'policy.log']).stderr).toBe('');
    const written = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    expect(written('policy/local/web')).toBe('/etc/web.conf r,\n');
    expect(written('policy/shop')).toContain('  /srv/shop/index r,\n');
    const { suggestions } = JSON.parse(
      confine(['observe', '--format', 'json', '--include-dir', 'policy', 'policy/web', 'policy.log']).stdout,
    );
    expect(suggestions).toEqual([]);
  });

  it('writes a new file for a log without a profile', () => {
    put(
      'shop.log',
      'audit: apparmor="DENIED" operation="capable" class="cap" profile="shop" pid=1 comm="shop" capability=12 capname="net_admin"\n',
    );
    expect(confine(['observe', '--new', '--write', 'made/shop', 'shop.log']).stdout).toContain('## New profile');
    expect(readFileSync(path.join(folder, 'made/shop'), 'utf8')).toContain('  capability net_admin,\n');
  });
});
