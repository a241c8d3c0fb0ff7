import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, root, useFolder } from './folder';

useFolder();

const cli = path.join(root, 'dist/cli.js');
const isRoot = process.getuid?.() === 0;
/** A profile with a comma missing, which a safe fix puts in; as long as asked. */
const fixable = (length = 0) => `profile web /usr/bin/web {\n  /etc/hosts r\n${'  # a comment that fills\n'.repeat(length)}}\n`;
const shell = (script: string, options: object = {}) =>
  spawnSync('sh', ['-c', script, 'sh', process.execPath, cli], { cwd: folder, encoding: 'utf8', ...options });

describe('files that are not regular', () => {
  it('cost one sentence each, and no time', () => {
    mkdirSync(path.join(folder, 'kinds'));
    execFileSync('mkfifo', [path.join(folder, 'kinds/pipe.yaml')]);
    symlinkSync('/dev/zero', path.join(folder, 'kinds/zero.yaml'));
    symlinkSync('ring.yaml', path.join(folder, 'kinds/ring.yaml'));
    const { stderr, stdout, status } = confine(['check', 'kinds/pipe.yaml', 'kinds/zero.yaml', 'kinds/ring.yaml', 'pods/web.yaml']);
    expect(stderr.split('\n')).toEqual([
      'confine: kinds/pipe.yaml: is not a regular file',
      'confine: kinds/zero.yaml: is not a regular file',
      'confine: kinds/ring.yaml: is a link that leads nowhere',
      '',
    ]);
    expect(stdout).toMatch(/^1 file checked/m);
    expect(status).toBe(2);
    // A search passes over them.
    expect(confine(['check', 'kinds']).stderr).toBe('');
  });
  it('are missing below a folder that no file system has', () => {
    put('aa/absent.aa', 'profile app {\n  include "/no-such-folder-anywhere/file"\n}\n');
    const { stdout, status } = confine(['check', 'aa/absent.aa']);
    expect(stdout).toMatch(/^aa\/absent\.aa:2:11 error \/no-such-folder-anywhere\/file does not exist.*\[apparmor\/missing-include\]$/m);
    expect(status).toBe(1);
  });
  it('are a finding where a profile includes them, and settings are not read from them', () => {
    put('aa/app.aa', 'include "aa/pipe"\ninclude "aa/out"\nprofile app {\n}\n');
    execFileSync('mkfifo', [path.join(folder, 'aa/pipe')]);
    symlinkSync('/etc/passwd', path.join(folder, 'aa/out'));
    const { stdout, status } = confine(['check', '--show', 'hint', 'aa/app.aa']);
    expect(stdout).toMatch(/^aa\/app\.aa:1:9 error aa\/pipe is not a regular file.*\[apparmor\/missing-include\]$/m);
    expect(stdout).toMatch(/^aa\/app\.aa:2:9 hint aa\/out is not within reach.*\[apparmor\/unseen-include\]$/m);
    expect(status).toBe(1);
    expect(confine(['check', '--config', 'aa/pipe', 'aa/app.aa'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('aa/pipe: is not a regular file'),
    });
  });
});

describe.runIf(process.platform === 'linux')('names that are not UTF-8', () => {
  it('are found, named, and listed in files', () => {
    put('bytes/plain.yaml', privileged);
    const odd = Buffer.concat([Buffer.from(`${folder}/bytes/b`), Buffer.from([0xff]), Buffer.from('.yaml')]);
    writeFileSync(odd, privileged);
    const files = (args: string) => JSON.parse(shell(`"$1" "$2" check --format json ${args}`).stdout).files.length;
    expect(files('bytes')).toBe(2);
    expect(files('"bytes/b$(printf \'\\377\').yaml"')).toBe(1);
    expect(files("--files-from - <<E\n$(printf 'bytes/b\\377.yaml')\nE")).toBe(1);
    const { stdout } = confine(['check', '--format', 'sarif', 'bytes']);
    expect(stdout).toContain('"uri": "bytes/b%FF.yaml"');
  });
});

describe('profiles that lie alone in a repository', () => {
  it('are found by a search where their text is one', () => {
    put('addon/apparmor.txt', '#include <tunables/global>\nprofile addon flags=(attach_disconnected) {\n  /etc/hosts r\n}\n');
    put('image/apparmor-profile', fixable());
    put('notes/apparmor.txt', 'What we know about AppArmor: it needs a profile {for each program}.\n');
    put('notes/list.txt', fixable());
    const { stdout } = confine(['check', 'addon', 'image', 'notes']);
    expect(stdout).toMatch(/^addon\/apparmor\.txt:3:\d+ error Missing comma/m);
    expect(stdout).toMatch(/^image\/apparmor-profile:2:\d+ error Missing comma/m);
    expect(stdout).not.toContain('notes/');
    expect(stdout).toMatch(/^2 files checked: /m);
  });
});

describe('fix writes all of a file or nothing', () => {
  it.runIf(!isRoot || process.platform === 'linux')('a read-only file costs only itself', () => {
    for (const name of ['a', 'b', 'c']) put(`three/${name}.apparmor`, fixable());
    chmodSync(path.join(folder, 'three/b.apparmor'), 0o444);
    // Root may write anything.
    if (isRoot) {
      chmodSync(folder, 0o755);
      for (const name of ['three', 'three/a.apparmor', 'three/c.apparmor']) chownSync(path.join(folder, name), 65534, 65534);
    }
    const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'fix', 'three'], {
      cwd: folder,
      encoding: 'utf8',
      ...(isRoot && { uid: 65534, gid: 65534 }),
    });
    expect(stderr).toBe('confine: three/b.apparmor: may not be written\n');
    expect(stdout).toBe('2 files changed\n');
    expect(status).toBe(2);
    expect(readFileSync(path.join(folder, 'three/b.apparmor'), 'utf8')).toBe(fixable());
    expect(readFileSync(path.join(folder, 'three/c.apparmor'), 'utf8')).toContain('r,');
  });
  it('keeps the old text where the new one is too large for the system', () => {
    const before = fixable(200);
    put('limited/a.apparmor', before);
    put('limited/b.apparmor', fixable());
    const { stdout, stderr, status } = shell('ulimit -f 1; trap "" XFSZ; exec "$1" "$2" fix limited');
    expect(stderr).toBe('confine: limited/a.apparmor: is not written: it would be larger than the system allows\n');
    expect(readFileSync(path.join(folder, 'limited/a.apparmor'), 'utf8')).toBe(before);
    expect(stdout).toBe('1 file changed\n');
    expect(status).toBe(2);
    expect(readdirSync(path.join(folder, 'limited'))).toEqual(['a.apparmor', 'b.apparmor']);
  });
  it('keeps the old text on a full disk', ({ skip }) => {
    const small = path.join(folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status !== 0) return skip();
    try {
      const before = fixable(1000);
      writeFileSync(path.join(small, 'a.apparmor'), before);
      writeFileSync(path.join(small, 'fill'), Buffer.alloc(32 * 1024));
      const { stderr, status } = confine(['fix', 'small/a.apparmor']);
      expect(stderr).toBe('confine: small/a.apparmor: is not written: the disk is full\n');
      expect(status).toBe(2);
      expect(readFileSync(path.join(small, 'a.apparmor'), 'utf8')).toBe(before);
      expect(readdirSync(small)).toEqual(['a.apparmor', 'fill']);
    } finally {
      spawnSync('umount', [small]);
    }
  });
  it.runIf(existsSync('/dev/full'))('says in one sentence that the output is full', () => {
    const { stderr, status } = shell('"$1" "$2" check pods > /dev/full');
    expect(stderr).toBe('confine: standard output: no space is left\n');
    expect(status).toBe(2);
  });
  it.each(['<&-', '>&-', '2>&-', '>&- 2>&-'])('ends as ever with a descriptor closed: %s', (closed) => {
    const { stderr, status } = shell(`"$1" "$2" check pods ${closed}`);
    expect(stderr).toBe('');
    expect(status).toBe(shell('"$1" "$2" check pods').status);
  });
  it.runIf(existsSync('/dev/full'))('ends with 2 where its complaints cannot be written', () => {
    expect(shell('"$1" "$2" check missing 2> /dev/full').status).toBe(2);
  });
  it.each([
    [['explain', 'pods', 'x'], 'pods: is a folder'],
    [['explain', 'missing.aa', 'x'], 'missing.aa: does not exist'],
    [['diff', 'pods'], 'pods: is a folder'],
    [['observe', 'missing.aa', 'missing.log'], 'missing.log: does not exist'],
    [['rebase', 'missing.json'], 'missing.json: does not exist'],
  ])('says once what %s cannot read', (args, problem) => {
    const { stderr, status } = confine(args);
    expect(stderr).toBe(`confine: ${problem}\n`);
    expect(status).toBe(2);
  });
});

it('a fix that would not cure is not made: the command says so, leaves the file as it was, and ends with 2', () => {
  const text = 'profile web {\n  network connect inet peer=(ip=10.0.0.3,\n}\n';
  put('refused/web.aa', text);
  const { status, stdout, stderr } = confine(['fix', 'refused/web.aa']);
  expect(stderr).toBe(
    'confine: refused/web.aa: not applied, because it would not remove the finding or would add an error: apparmor/unclosed-block: Close it at the end of the file\n',
  );
  expect(stdout).toBe('0 files changed\n');
  expect(status).toBe(2);
  expect(readFileSync(path.join(folder, 'refused/web.aa'), 'utf8')).toBe(text);
});
