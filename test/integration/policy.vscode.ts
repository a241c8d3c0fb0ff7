import * as vscode from 'vscode';
import { find, findingOn, fix, hoverAt, inWorkspace, offered, ok, open, test, until } from './harness';

const file = 'containers/policy.json';

test('policy: a scope that can never match is found', async () => {
  const document = await open(file);
  await findingOn(document, 'https://quay.io');
});

test('policy: hover explains a requirement', async () => {
  const document = await open(file);
  const text = await until('a hover', () => hoverAt(document, find(document, 'sigstoreSigned').start.translate(0, 3)));
  ok(text.includes('sigstore'), text);
});

test('policy: requirement types complete', async () => {
  const document = await open(file);
  await offered(document, find(document, 'sigstoreSigned').start, 'signedBy');
});

test('policy: a fix makes the file that the signatures need', async () => {
  const document = await open('containers/registries.conf');
  await fix(document, await findingOn(document, 'mirror.example:5000'));
  const made = inWorkspace('containers/registries.d/mirror.example-5000.yaml');
  const text = await until('the new file', () => textOf(made));
  ok(text.includes('mirror.example:5000/team:\n    use-sigstore-attachments: true'), text);
});

test('policy: a rewrite changes the policy and registries.d together', async () => {
  const document = await open('containers/policy.json');
  const at = find(document, 'ghcr.io/open');
  const action = await until('the rewrite', async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, at);
    return all.find(({ title }) => title.includes('for a sigstore signature'));
  });
  void vscode.commands.executeCommand(action.command?.command ?? '', ...(action.command?.arguments ?? []));
  await until('the preview', () => vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.label.includes('(preview)')));
  await vscode.commands.executeCommand('confine.applyPreview', document.uri);
  const text = await until('the new file', () => textOf(inWorkspace('containers/registries.d/ghcr.io.yaml')));
  ok(text.includes('ghcr.io/open:\n    use-sigstore-attachments: true'), text);
  ok(document.getText().includes('/etc/pki/containers/signer.pub'), document.getText());
});

const textOf = (uri: vscode.Uri) =>
  vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
