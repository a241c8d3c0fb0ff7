import * as vscode from 'vscode';
import { equal, findings, inWorkspace, ok, open, test, until } from './harness';

const extension = () => {
  const found = vscode.extensions.getExtension('confine.confine');
  ok(found, 'the extension is not installed');
  return found;
};

test('a manifest activates the extension', async () => {
  await open('deploy/web.yaml');
  await extension().activate();
  ok(extension().isActive, 'the extension is not active');
});

test('every command of the manifest exists', async () => {
  const registered = new Set(await vscode.commands.getCommands(true));
  const declared: { command: string }[] = extension().packageJSON.contributes.commands;
  equal(
    declared.map(({ command }) => command).filter((command) => !registered.has(command)),
    [],
    'commands without a handler',
  );
});

test('files are given their language by name', async () => {
  const expected = {
    'seccomp/web.json': 'seccomp',
    'containers/policy.json': 'containers-policy',
    'containers/registries.conf': 'containers-conf',
    'apparmor.d/usr.bin.web': 'apparmor',
    'plain/profile.json': 'json',
    'deploy/web.yaml': 'yaml',
  };
  const documents = await Promise.all(Object.keys(expected).map((path) => vscode.workspace.openTextDocument(inWorkspace(path))));
  const actual = Object.fromEntries(documents.map(({ languageId }, i) => [Object.keys(expected)[i], languageId]));
  equal(actual, expected, 'language ids');
});

test('files of no concern get no finding', async () => {
  await open('deploy/web.yaml');
  const bystanders = [await open('plain/package.json'), await open('plain/compose.yaml')];
  const manifest = await open('deploy/web.yaml');
  await until('findings elsewhere', () => findings(manifest));
  equal(bystanders.flatMap(findings), [], 'findings');
});

test('a rule that is switched off is silent, and speaks again when it is on', async () => {
  const document = await open('deploy/web.yaml');
  const codes = () => findings(document).map(({ code }) => (typeof code === 'object' ? code.value : code));
  await until('the finding', () => codes().includes('pod/privileged'));
  const settings = vscode.workspace.getConfiguration('confine');
  await settings.update('rules', { 'pod/privileged': 'off' }, vscode.ConfigurationTarget.Workspace);
  try {
    await until('silence', () => !codes().includes('pod/privileged'));
  } finally {
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
  }
  await until('the finding again', () => codes().includes('pod/privileged'));
});

test('a restarted server checks what is open', async () => {
  const document = await open('deploy/web.yaml');
  await until('findings', () => findings(document));
  await vscode.commands.executeCommand('confine.restartServer');
  await until('findings after the restart', () => findings(document));
});
