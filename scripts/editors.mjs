// npm run test:editors: opens an AppArmor profile in the editors of this machine, with the configuration that docs/editors.md gives for them, and
// compares what they show: the finding, a hover, a completion, and the text after a fix; of Kate, which has no questions to script, that it gets the
// finding. Editors that are not installed are named and skipped.
//
//   node scripts/editors.mjs [--strict]     fails where one is missing

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { exitWith, root } from './run.mjs';

const profile = 'abi <abi/4.0>,\n\nprofile web /usr/bin/web {\n  capability net_raw,\n  /etc/hosts r\n}\n';
const fixed = profile.replace('/etc/hosts r', '/etc/hosts r,');

/** Each is a command, and how its configuration, a script of questions and the program come together. */
const editors = {
  Neovim: {
    command: 'nvim',
    // The last block is for releases before 0.11, Debian's among them.
    configuration: (version) => blocksUnder('Neovim', 'lua').at(/v0\.(?:[0-9]|10)\./.test(version) ? -1 : 0),
    file: 'init.lua',
    args: (config) => ['--headless', '--clean', '-u', config, '-c', `luafile ${script('neovim.lua')}`],
  },
  Emacs: {
    command: 'emacs',
    configuration: () => blocksUnder('Emacs', 'elisp')[0],
    file: 'init.el',
    args: (config) => ['--batch', '-l', 'package', '-f', 'package-initialize', '-l', config, '-l', script('emacs.el')],
  },
  Kate: { command: 'kate', configuration: () => blocksUnder('Kate', 'json')[0], file: 'kate/lspclient/settings.json', listens: true },
};

const script = (name) => path.join(root, 'scripts/editors', name);

/** The code blocks of a section of docs/editors.md. */
function blocksUnder(heading, language) {
  const page = readFileSync(path.join(root, 'docs/editors.md'), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code);
}

exitWith(async () => {
  await install();
  await build();
  let failed = 0;
  for (const [name, editor] of Object.entries(editors)) {
    const version = versionOf(editor.command);
    if (version === undefined) {
      console.log(`- ${name}: not installed, skipped`);
      if (process.argv.includes('--strict')) failed += 1;
      continue;
    }
    const problems = await tryEditor(editor, version);
    const seen = editor.listens ? 'finding' : 'finding, hover, completion, fix';
    console.log(problems.length ? `✗ ${version}\n  ${problems.join('\n  ')}` : `✓ ${version}: ${seen}`);
    if (problems.length) failed += 1;
  }
  return failed ? 1 : 0;
});

function versionOf(command) {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', env: { ...process.env, ...withoutWindows } });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** What is wrong with an editor's answers. */
async function tryEditor({ command, configuration, file, args, listens }, version) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-editor-'));
  try {
    const config = path.join(scratch, file);
    mkdirSync(path.dirname(config), { recursive: true });
    writeFileSync(config, configuration(version));
    const workspace = path.join(scratch, 'workspace');
    const opened = path.join(workspace, 'apparmor.d/usr.bin.web');
    mkdirSync(path.dirname(opened), { recursive: true });
    writeFileSync(opened, profile);
    const programs = path.join(scratch, 'bin');
    const heard = path.join(scratch, 'heard.txt');
    mkdirSync(programs);
    writeFileSync(
      path.join(programs, 'confine'),
      `#!/bin/sh\n"${process.execPath}" "${path.join(root, 'dist/cli.js')}" "$@"${listens ? ` | tee "${heard}"` : ''}\n`,
    );
    chmodSync(path.join(programs, 'confine'), 0o755);
    const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, HOME: scratch, XDG_CONFIG_HOME: scratch, CONFINE_FILE: opened };
    if (listens) return await listenTo(command, opened, { programs, heard, env: { ...env, ...withoutWindows } });
    const { stdout, stderr } = spawnSync(command, args(config), { cwd: workspace, env, encoding: 'utf8', timeout: 120_000 });
    const answers = Object.fromEntries(
      stdout
        .split('\n')
        .filter((line) => line.startsWith('['))
        .map((line) => JSON.parse(line)),
    );
    const wrong = [
      [/apparmor\/missing-comma/, 'findings'],
      [/raw and packet sockets/, 'hover'],
      [/"net_raw"/, 'completion'],
    ].flatMap(([pattern, what]) => (pattern.test(JSON.stringify(answers[what] ?? '')) ? [] : `${what}: ${JSON.stringify(answers[what])}`));
    if (answers.fixed?.trimEnd() !== fixed.trimEnd()) wrong.push(`fix: ${JSON.stringify(answers.fixed)}`);
    return wrong.length ? [...wrong, stderr.trim().split('\n').slice(-5).join('\n  ')] : wrong;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

const withoutWindows = { QT_QPA_PLATFORM: 'offscreen' };

/** Opens a file until the server has sent its finding. */
async function listenTo(command, file, { programs, heard, env }) {
  // Kate asks before it starts a server, and remembers the answer here.
  const answer = `[Kate Plugins]\nlspclientplugin=true\n\n[lspclient]\nAllowedServerCommandLines=${path.join(programs, 'confine')} lsp\n`;
  writeFileSync(path.join(env.XDG_CONFIG_HOME, 'katerc'), answer);
  const child = spawn(command, ['-n', '-b', file], { env: { ...env, XDG_RUNTIME_DIR: env.HOME }, stdio: 'ignore' });
  try {
    for (let tries = 0; tries < 120; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (existsSync(heard) && readFileSync(heard, 'utf8').includes('apparmor/missing-comma')) return [];
    }
    return [`findings: ${existsSync(heard) ? readFileSync(heard, 'utf8').slice(-500) : 'the server was not started'}`];
  } finally {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
}
