import * as vscode from 'vscode';
import { codeOf, completionsAt, equal, find, findings, offered, ok, open, test, until } from './harness';

/** Beside an extension that reports syntax and schema of `yaml`, Confine adds what that cannot know, and nothing twice. */
const neighbourId = 'redhat.vscode-yaml';

const by = (document: vscode.TextDocument, source: string) =>
  vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === source);

const codes = (document: vscode.TextDocument) => findings(document).map(codeOf);

/** Both have spoken. */
async function judged(path: string, code: string): Promise<vscode.TextDocument> {
  const document = await open(path);
  await until(`the neighbour's diagnostics of ${path}`, () => by(document, 'YAML'));
  await until(`${code} in ${path}`, () => codes(document).includes(code));
  return document;
}

test('beside YAML: the neighbour is there, and so are we', async () => {
  for (const id of [neighbourId, 'confine.confine']) ok(vscode.extensions.getExtension(id), `${id} is not installed`);
  await open('deploy/web.yaml');
  await until('both to be active', () => [neighbourId, 'confine.confine'].every((id) => vscode.extensions.getExtension(id)?.isActive));
});

test('beside YAML: a syntax error is the neighbour’s, the rest is ours', async () => {
  const document = await judged('deploy/unclosed.yaml', 'pod/privileged');
  ok(!codes(document).includes('pod/syntax'), codes(document).join(' '));
});

test('beside YAML: type and repeated key are the neighbour’s, the rest is ours', async () => {
  const document = await judged('deploy/odd.yaml', 'pod/host-namespaces');
  equal(
    by(document, 'YAML').map(({ range }) => document.lineAt(range.start).text.trim()),
    ['runAsUser: 0', 'privileged: "true"'],
    'what the neighbour reports',
  );
  for (const code of ['pod/duplicate-key', 'pod/field-type']) ok(!codes(document).includes(code), codes(document).join(' '));
});

test('beside YAML: the same after an edit', async () => {
  const document = await open('deploy/web.yaml');
  await until('a finding', () => codes(document).includes('pod/privileged'));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, find(document, 'true', 'privileged:'), '"true"');
  ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  await until('the neighbour', () => by(document, 'YAML'));
  await until('the cure', () => !codes(document).includes('pod/privileged'));
  ok(!codes(document).includes('pod/field-type'), codes(document).join(' '));
});

test('beside YAML: keys and booleans are offered once, our words too', async () => {
  const document = await open('deploy/web.yaml');
  await offered(document, find(document, 'SYS_ADMIN').end, 'NET_BIND_SERVICE');
  for (const place of [find(document, 'privileged').end, find(document, 'true', 'privileged:').start, find(document, 'SYS_ADMIN').end]) {
    const labels = await completionsAt(document, place);
    equal(
      labels.filter((label, i) => labels.indexOf(label) !== i),
      [],
      `repeated at ${place.line + 1}:${place.character + 1}`,
    );
  }
  ok((await completionsAt(document, find(document, 'privileged').end)).includes('privileged'), 'the neighbour offers no keys');
});

test('beside YAML: our hover says what holds, the neighbour’s what the field is', async () => {
  const document = await open('deploy/web.yaml');
  const texts = async (word: string) => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      find(document, word).start.translate(0, 2),
    );
    return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)));
  };
  const both = await until('both hovers', async () => {
    const found = await texts('privileged: true');
    return found.length > 1 ? found : [];
  });
  equal(both.filter((text) => text.includes('Effective')).length, 1, 'hovers with the effective value');
  // A field of which we know no more than its schema is the neighbour's alone.
  equal(await texts('image: registry'), [], 'hovers on a key that is not ours');
});
