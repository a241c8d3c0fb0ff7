// The command as an npm package: all its code is in it, so that there are no dependencies to install.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must, root } from '../run.mjs';
import { folder, manifest, packageName } from './artifacts.mjs';
import { forNpm } from './readme.mjs';

/** What the command reads, beside `cli.js`. */
const folders = ['command', 'engine', 'server'];

/** Packages what is in dist/. */
export async function makeTarball() {
  const staged = mkdtempSync(path.join(tmpdir(), 'confine-command-'));
  try {
    const dist = path.join(root, 'dist');
    cpSync(path.join(dist, 'cli.js'), path.join(staged, 'dist/cli.js'));
    for (const name of folders) copyPrograms(path.join(dist, name), path.join(staged, 'dist', name));
    cpSync(path.join(dist, 'command/ThirdPartyNotices.txt'), path.join(staged, 'ThirdPartyNotices.txt'));
    // Written anew, since a copy would have the mode of the file here.
    writeFileSync(path.join(staged, 'LICENSE'), readFileSync(path.join(root, 'LICENSE')));
    for (const name of ['README.md', 'CHANGELOG.md'])
      writeFileSync(path.join(staged, name), forNpm(readFileSync(path.join(root, name), 'utf8')));
    writeFileSync(path.join(staged, 'package.json'), `${JSON.stringify(manifestOfCommand(), null, 2)}\n`);
    await must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: staged });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** `browser.js` is the server of the web, and `main.js` another start of the server; the command has its own. */
function copyPrograms(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from))
    if (name.endsWith('.js') && name !== 'browser.js' && name !== 'main.js') cpSync(path.join(from, name), path.join(to, name));
}

function manifestOfCommand() {
  const { version, homepage, repository, bugs, license, engines, keywords } = manifest;
  return {
    name: packageName,
    version,
    description:
      'Checks the files that confine containers: seccomp and AppArmor profiles, image signature policies, security settings of pods',
    keywords: [...keywords, 'linter', 'language-server'],
    homepage,
    repository,
    bugs,
    license,
    bin: { confine: 'dist/cli.js' },
    files: ['dist', 'CHANGELOG.md', 'ThirdPartyNotices.txt'],
    engines: { node: engines.node },
  };
}
