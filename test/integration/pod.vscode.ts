import * as vscode from 'vscode';
import { codeOf, equal, find, findingOn, findings, fix, hoverAt, offered, ok, open, test, until } from './harness';

const file = 'deploy/web.yaml';

test('pod: a privileged container is found, at the word', async () => {
  const document = await open(file);
  const finding = await findingOn(document, 'privileged: true');
  equal(codeOf(finding), 'pod/privileged', 'code');
  ok(finding.range.isSingleLine, 'the finding spans several lines');
});

test('pod: hover explains a capability', async () => {
  const document = await open(file);
  const text = await until('a hover', () => hoverAt(document, find(document, 'SYS_ADMIN').start.translate(0, 2)));
  ok(text.includes('SYS_ADMIN'), text);
});

test('pod: capabilities complete', async () => {
  const document = await open(file);
  await offered(document, find(document, 'SYS_ADMIN').end, 'NET_BIND_SERVICE');
});

test('pod: a quick fix changes one place and cures', async () => {
  const document = await open(file);
  const before = document.getText();
  const finding = await findingOn(document, 'privileged: true');
  await fix(document, finding);
  ok(document.getText() !== before && document.getText().includes('# keep this comment'), document.getText());
  await until('the cure', () => !findings(document).some((one) => codeOf(one) === 'pod/privileged'));
});

test('pod: a lens of two parts is over the pod', async () => {
  const document = await open(file);
  const lenses = await until('a lens', () =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10),
  );
  const commands = lenses.filter(({ range }) => range.start.line === lenses[0]?.range.start.line).map(({ command }) => command?.command);
  ok(commands.includes('confine.showProblems') && commands.includes('confine.hardenHere'), JSON.stringify(lenses));
});

test('pod: alone with YAML, syntax, type and repeated key are reported, each once', async () => {
  for (const [path, expected] of [
    ['deploy/unclosed.yaml', ['pod/syntax']],
    ['deploy/odd.yaml', ['pod/duplicate-key', 'pod/field-type']],
  ] as const) {
    const document = await open(path);
    const errors = await until(`errors in ${path}`, () =>
      vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    equal(errors.map(codeOf).join(' '), expected.join(' '), path);
  }
});
