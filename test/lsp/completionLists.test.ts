import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionList } from 'vscode-languageserver';
import { extendsWord } from '../../server/src/lsp/features/completionList';
import { type LspClient, positionIn, startInProcess } from '../helpers/lspClient';

const pod = (body: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n${body}`;
const inContainer = (body: string) => pod(`      securityContext:\n${body}`);
const profile = (body: string) => `{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "syscalls": [\n    ${body}\n  ]\n}\n`;
const object = (body: string) =>
  `apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nspec:\n  syscalls:\n${body}`;

let client: LspClient;
let count = 0;
beforeAll(async () => {
  client = await startInProcess({ folders: ['file:///project'] });
});
afterAll(() => client.stop());

const names: Readonly<Record<string, string>> = {
  seccomp: 'web.seccomp.json',
  'containers-policy': 'containers/policy.json',
  'containers-conf': 'registries.conf',
  yaml: 'file.yaml',
  json: 'plain.json',
  apparmor: 'apparmor.d/web',
};

/** What the server answers at `|`; the character before it has opened the list unless the user asks. */
async function listAt(languageId: string, marked: string, asked = false): Promise<CompletionList> {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const uri = `file:///project/${count++}/${names[languageId]}`;
  await client.open(uri, languageId, text);
  const context = asked ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: text[offset - 1] };
  return client.request('textDocument/completion', { textDocument: { uri }, position: positionIn(text, offset), context });
}

const labelsAt = async (languageId: string, marked: string, asked = false) =>
  (await listAt(languageId, marked, asked)).items.map(({ label }) => label);

describe('trigger characters', () => {
  it('are registered for each form of text', async () => {
    const dynamic = await startInProcess({ capabilities: { textDocument: { completion: { dynamicRegistration: true } } } });
    expect(dynamic.initialized.capabilities.completionProvider).toBeUndefined();
    await dynamic.request('confine/templates', {});
    const options = dynamic.registered
      .filter(({ method }) => method === 'textDocument/completion')
      .flatMap(({ registerOptions }) => {
        const { documentSelector, triggerCharacters } = registerOptions as {
          documentSelector: { language: string }[];
          triggerCharacters: string[];
        };
        return documentSelector.map(({ language }) => [language, triggerCharacters.join('')]);
      });
    expect(Object.fromEntries(options)).toEqual({
      json: '":',
      jsonc: '":',
      seccomp: '":',
      'containers-policy': '":',
      yaml: ' ',
      helm: ' ',
      'containers-conf': '" ',
      apparmor: ' </{(=',
    });
    await dynamic.stop();
  });

  it('are a set that is safe everywhere for other clients', async () => {
    const other = await startInProcess({ capabilities: {} });
    expect(other.initialized.capabilities.completionProvider).toEqual({ resolveProvider: true, triggerCharacters: ['"', '<'] });
    await other.stop();
  });
});

describe('a list opens', () => {
  it.each([
    ['seccomp', profile('{ "names": ["|"] }'), 'read'],
    ['seccomp', profile('{ "action":| }'), 'SCMP_ACT_ALLOW'],
    ['seccomp', profile('{ "|" }'), 'names'],
    ['containers-policy', '{\n  "default": [{ "type": "|" }]\n}\n', 'reject'],
    ['containers-conf', '[[registry]]\nblocked = |\n', 'true'],
    ['yaml', inContainer('        privileged: |\n'), 'false'],
    ['yaml', inContainer('        capabilities:\n          add:\n            - |\n'), 'NET_BIND_SERVICE'],
    ['apparmor', 'profile web {\n  include <|\n}\n', '<abstractions/base>'],
    ['apparmor', 'profile web {\n  capability |\n}\n', 'chown'],
  ])('in %s: %j', async (languageId, marked, label) => {
    expect(await labelsAt(languageId, marked)).toContain(label);
  });
});

describe('no list opens', () => {
  it.each([
    ['after a comma that ends a line', 'seccomp', profile('{ "names": [\n      "read",|\n    ] }')],
    ['after a comma in a line', 'seccomp', profile('{ "names": ["read",|] }')],
    ['after a bracket', 'seccomp', profile('{ "names": [|] }')],
    ['after a bracket that ends a line', 'containers-policy', '{\n  "default": [|\n  ]\n}\n'],
    ['after the quote that closes a string', 'seccomp', profile('{ "names": ["read"|] }')],
    ['after the quote that closes a TOML string', 'containers-conf', 'short-name-mode = "enforcing"|\n'],
    ['with skeletons at the end of a line', 'containers-policy', '{\n  "default":|\n}\n'],
    ['after a TOML header', 'containers-conf', '[[registry]]|\n'],
    ['after a blank that indents', 'yaml', inContainer('        privileged: false\n |')],
    ['after a blank between words', 'yaml', pod('      command: [sh, -c, sleep |]\n')],
    ['with keys after a dash', 'yaml', pod('    - |\n')],
    ['where one word is part of another', 'yaml', object('    - action: SCMP_ACT_ALLOW\n      names:\n        - |\n')],
    ['with names of the user', 'yaml', inContainer('        seLinuxOptions:\n          type: |\n')],
    ['after the brace of a profile', 'apparmor', 'profile web {|\n}\n'],
  ])('%s', async (_, languageId, marked) => {
    expect(await labelsAt(languageId, marked)).toEqual([]);
  });

  it.each([
    ['a comma', 'seccomp', profile('{ "names": [\n      "read",|\n    ] }')],
    ['a bracket', 'yaml', inContainer('        capabilities:\n          add: [|\n')],
    ['a bracket', 'containers-conf', 'unqualified-search-registries = [|\n]\n'],
  ])('by request after %s at the end of a line', async (_, languageId, marked) => {
    expect(await labelsAt(languageId, marked, true)).toEqual([]);
  });
});

describe('a complete word', () => {
  it('is not offered again', async () => {
    const list = inContainer('        capabilities:\n          drop:\n            - ALL|\n');
    expect(await labelsAt('yaml', list, true)).not.toContain('ALL');
    expect(await labelsAt('seccomp', profile('{ "names": ["read|"] }'), true)).not.toContain('read');
    expect(await labelsAt('containers-conf', '[[registry]]\nblocked = true|\n', true)).not.toContain('true');
  });

  it('hides what is longer until it is passed', async () => {
    const typed = (word: string) => labelsAt('yaml', object(`    - action: SCMP_ACT_ALLOW\n      names:\n        - ${word}|\n`), true);
    expect(await typed('')).toEqual(expect.arrayContaining(['read', 'readahead', 'readlinkat']));
    expect(await typed('r')).toContain('read');
    for (const word of ['r', 'rea', 'read']) expect(await typed(word)).not.toContain('readahead');
    expect(await typed('reada')).toContain('readahead');
    expect(await typed('readl')).toContain('readlink');
    for (const word of ['readl', 'readlink']) expect(await typed(word)).not.toContain('readlinkat');
    expect(await typed('readlinka')).toContain('readlinkat');
    expect(await typed('io_u')).toContain('io_uring_setup');
  });

  it('is not taken for a key that it is the beginning of', async () => {
    const uri = 'file:///project/containers/registries.d/shop.yaml';
    await client.open(uri, 'yaml', 'docker:\n  r');
    const params = { textDocument: { uri }, position: { line: 1, character: 3 }, context: { triggerKind: 1 } };
    const { items } = await client.request<CompletionList>('textDocument/completion', params);
    expect(items.map(({ label }) => label)).toContain('registry.example.com/team/app:1.0');
    expect(items.filter(({ filterText = '' }) => extendsWord(filterText, 'registry.example.com:'))).toEqual([]);
  });

  it('is never the beginning of a key', async () => {
    const list = inContainer('        capabilities:\n          drop:\n            - A|\n');
    expect(await labelsAt('yaml', list, true)).toContain('ALL');
    expect(await labelsAt('yaml', list, true)).not.toContain('allowPrivilegeEscalation');
    expect(await labelsAt('yaml', pod('      imagePullPolicy: A|\n'), true)).not.toContain('appArmorProfile');
    expect(await labelsAt('yaml', pod('    - name: a|\n'), true)).toEqual([]);
  });

  it.each([
    ['yaml', inContainer('        privileged: |\n'), 'true', 'tru'],
    ['yaml', inContainer('        capabilities:\n          drop:\n            - |\n'), 'ALL', 'AL'],
    ['seccomp', profile('{ "names": ["|"] }'), 'read', '"read'],
    ['seccomp', profile('{ "action": "SCMP_ACT_ERRNO", "errnoRet":| }'), '1', 'EPERM'],
    ['seccomp', profile('{ "names": ["read"], "args": [{ "index":| }] }'), '0', '#0'],
    ['containers-conf', '[[registry]]\nblocked = |\n', 'true', 'tru'],
  ])('closes the list in %s: %j', async (languageId, marked, label, filter) => {
    const { items } = await listAt(languageId, marked);
    expect(items.find((item) => item.label === label)?.filterText).toBe(filter);
  });
});
