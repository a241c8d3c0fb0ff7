import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallHierarchyItem, Location, Range, SymbolInformation, WorkspaceEdit } from 'vscode-languageserver';
import { applyEdits, linesOf } from '../../server/src/core';
import { type LspClient, positionIn, startInProcess } from '../helpers/lspClient';

const folder = 'file:///project/apparmor.d';
const texts: Record<string, string> = {
  [`${folder}/web`]: `include <tunables/site>

profile web /usr/bin/web {
  include <web.d>
  @{SITE}/** r,
  @{own}/x r,
  /usr/bin/db Px -> db,
  signal send peer=db//worker,
}
`,
  [`${folder}/db`]: `include <tunables/site>
@{own} = /a

profile db /usr/bin/db {
  @{SITE}/db r,
  @{own}/y r,
  change_profile -> web//guest,
  unix peer=(label="db"),
  /usr/bin/worker Cx -> worker,

  profile worker { }
}
`,
  [`${folder}/web.d/guest`]: '^guest {\n  dbus send peer=(label=web),\n}\n',
  [`${folder}/tunables/site`]: '@{SITE} = /srv\n',
  [`${folder}/tunables/only`]: '@{ONLY} = /only\n',
  // Nobody includes it: its variables come from whoever will.
  [`${folder}/abstractions/loose`]: '@{ONLY}/** r,\n@{SITE}/loose r,\n',
  [`${folder}/apart`]: '@{SITE} = /other\n@{HOME} = /x\nprofile apart { @{SITE}/** r, ptrace trace peer=db//worker, }\n',
  'file:///project/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n  securityContext:\n    appArmorProfile: { type: Localhost, localhostProfile: apart }\n  containers:\n    - name: till\n      image: a\n',
  'file:///project/web.seccomp.json': '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [] }\n',
  'file:///project/containers/policy.json':
    '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/shop": [{ "type": "reject" }] } } }\n',
};

describe('names over the files of a workspace', () => {
  let client: LspClient;
  const openNow = `${folder}/web`;
  beforeAll(async () => {
    client = await startInProcess({
      folders: ['file:///project'],
      files: { ...texts, 'file:///etc/apparmor.d/tunables/home': '@{HOME} = /root\n' },
    });
    await client.open(openNow, 'apparmor', texts[openNow] as string);
    for (const name of ['db', 'apart', 'web.d/guest', 'tunables/only', 'abstractions/loose'])
      await client.open(`${folder}/${name}`, 'apparmor', texts[`${folder}/${name}`] as string);
  });
  afterAll(() => client.stop());

  const at = (name: string, mark: string) => {
    const text = texts[`${folder}/${name}`] as string;
    const plain = mark.replace('|', '');
    return {
      textDocument: { uri: `${folder}/${name}` },
      position: positionIn(text, text.indexOf(plain) + mark.indexOf('|')),
    };
  };
  const word = (uri: string, { start, end }: Range) => {
    const lines = linesOf(texts[uri] as string);
    return (texts[uri] as string).slice(lines.offsetAt(start), lines.offsetAt(end));
  };
  const references = async (name: string, mark: string) => {
    const found = await client.request<Location[]>('textDocument/references', { ...at(name, mark), context: { includeDeclaration: true } });
    return found.map(({ uri, range }) => `${uri.slice(folder.length + 1)}:${range.start.line + 1} ${word(uri, range)}`).sort();
  };

  it.each([
    ['web', 'Px -> d|b', ['apart:3 db', 'db:4 db', 'db:8 db', 'web:7 db', 'web:8 db']],
    ['db', 'profile wor|ker', ['apart:3 worker', 'db:11 worker', 'db:9 worker', 'web:8 worker']],
    // A hat in a file of its own belongs to the profile that includes it.
    ['db', 'web//gu|est', ['db:7 guest', 'web.d/guest:1 guest']],
    ['web.d/guest', '^gu|est', ['db:7 guest', 'web.d/guest:1 guest']],
    // A variable is another in a file that is not read together with the first.
    ['web', '@{SI|TE}', ['db:5 SITE', 'tunables/site:1 SITE', 'web:5 SITE']],
    ['apart', '@{SI|TE}/**', ['apart:1 SITE', 'apart:3 SITE']],
    ['db', '@{ow|n}/y', ['db:2 own', 'db:6 own']],
    // What nobody includes gets a variable from its only definition, if there is but one.
    ['tunables/only', '@{ON|LY}', ['abstractions/loose:1 ONLY', 'tunables/only:1 ONLY']],
    ['abstractions/loose', '@{ON|LY}', ['abstractions/loose:1 ONLY', 'tunables/only:1 ONLY']],
    ['abstractions/loose', '@{SI|TE}', ['abstractions/loose:2 SITE']],
  ])('references of %s: %s', async (name, mark, expected) => {
    expect(await references(name, mark)).toEqual(expected);
  });

  it('names the pods that run under a profile', async () => {
    const params = { ...at('apart', 'profile ap|art'), context: { includeDeclaration: false } };
    const [use] = await client.request<Location[]>('textDocument/references', params);
    expect([use?.uri, word(use!.uri, use!.range)]).toEqual(['file:///project/pod.yaml', 'apart']);
  });

  const renamed = async (name: string, mark: string, newName: string) => {
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(name, mark), newName });
    return Object.fromEntries(
      (edit.documentChanges ?? []).map((change) => {
        if (!('textDocument' in change)) throw new Error('no edit');
        const { uri, version } = change.textDocument;
        const lines = linesOf(texts[uri] as string);
        const edits = change.edits.map((one) => ({
          span: { start: lines.offsetAt((one as { range: Range }).range.start), end: lines.offsetAt((one as { range: Range }).range.end) },
          text: (one as { newText: string }).newText,
        }));
        return [`${uri.slice(folder.length + 1)} ${version}`, applyEdits(texts[uri] as string, edits)];
      }),
    );
  };
  const text = (name: string) => texts[`${folder}/${name}`] as string;

  it('renames a profile in every file, with the version of those that are open', async () => {
    expect(await renamed('web', 'Px -> d|b', 'store')).toEqual({
      'web 1': text('web').replace('-> db', '-> store').replace('db//', 'store//'),
      'db 1': text('db').replace('profile db ', 'profile store ').replace('"db"', '"store"'),
      'apart 1': text('apart').replace('db//', 'store//'),
    });
  });

  it('renames a profile in the pods that run under it', async () => {
    const pod = texts['file:///project/pod.yaml'] as string;
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at('apart', 'profile ap|art'), newName: 'alone' });
    const change = edit.documentChanges?.find((one) => 'textDocument' in one && one.textDocument.uri === 'file:///project/pod.yaml');
    const [{ range, newText }] = (change as unknown as { edits: [{ range: Range; newText: string }] }).edits;
    expect([word('file:///project/pod.yaml', range), newText, pod.split('\n')[range.start.line]?.trim()]).toEqual([
      'apart',
      'alone',
      'appArmorProfile: { type: Localhost, localhostProfile: apart }',
    ]);
  });

  it('renames a tunable where it is used, open or not', async () => {
    expect(await renamed('web', '@{SI|TE}', 'ROOT')).toEqual({
      'web 1': text('web').replace('SITE', 'ROOT'),
      'db 1': text('db').replace('SITE', 'ROOT'),
      'tunables/site null': text('tunables/site').replace('SITE', 'ROOT'),
    });
  });

  it.each([
    ['web', 'Px -> d|b', 'web', 'web is defined already, in /project/apparmor.d/web.'],
    ['web', 'Px -> d|b', 'a*', 'a* is no name for a profile here.'],
    ['web', '@{ow|n}/x', 'mine', 'No file of the workspace defines @{own}.'],
  ])('in %s refuses to rename %s to %s', async (name, mark, newName, message) => {
    await expect(client.request('textDocument/rename', { ...at(name, mark), newName })).rejects.toThrow(message);
  });

  it('says beforehand where it works', async () => {
    const range = await client.request<Range>('textDocument/prepareRename', at('db', 'web//gu|est'));
    expect(word(`${folder}/db`, range)).toBe('guest');
    await expect(client.request('textDocument/prepareRename', at('web', '@{ow|n}/x'))).rejects.toThrow('No file');
    expect(await client.request('textDocument/prepareRename', at('web', '/** |r'))).toBeNull();
  });

  it('shows transitions from file to file', async () => {
    const names = (calls: { from?: CallHierarchyItem; to?: CallHierarchyItem; fromRanges: Range[] }[]) =>
      calls.map(
        ({ from, to, fromRanges }) => `${(from ?? to)!.name} in ${(from ?? to)!.uri.slice(folder.length + 1)} by ${fromRanges.length}`,
      );
    const [item] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', at('db', 'profile d|b'));
    expect(names(await client.request('callHierarchy/incomingCalls', { item }))).toEqual(['web in web by 1']);
    expect(names(await client.request('callHierarchy/outgoingCalls', { item }))).toEqual(['db//worker in db by 1']);
    const [web] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', at('web', 'profile w|eb'));
    expect(names(await client.request('callHierarchy/outgoingCalls', { item: web }))).toEqual(['db in db by 1']);
  });

  it('renames to a name with a blank within a label', async () => {
    expect(await renamed('db', 'profile wor|ker', 'the worker')).toEqual({
      'db 1': text('db').replace('-> worker', '-> "the worker"').replace('profile worker', 'profile "the worker"'),
      'web 1': text('web').replace('db//worker', '"db//the worker"'),
      'apart 1': text('apart').replace('db//worker', '"db//the worker"'),
    });
  });

  it('knows what is being written', async () => {
    await client.edit(`${folder}/apart`, 0, 0, '# new\nprofile fresh { }\n');
    const found = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'fresh' });
    expect(found.map(({ name, location }) => `${name} ${location.range.start.line}`)).toEqual(['fresh 1']);
    await client.edit(`${folder}/apart`, 0, '# new\nprofile fresh { }\n'.length, '');
  });

  it('forgets what was not saved', async () => {
    const uri = `${folder}/tunables/site`;
    await client.open(uri, 'apparmor', '@{UNSAVED} = /x\n');
    const found = async () => (await client.request<SymbolInformation[]>('workspace/symbol', { query: 'unsaved' })).length;
    expect(await found()).toBe(1);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await found()).toBe(0);
  });

  it.each([
    ['worker', ['worker in db']],
    ['gues', ['guest in AppArmor profile']],
    ['@{si', ['@{SITE} in AppArmor profile', '@{SITE} in AppArmor profile']],
    ['shop', ['shop in Kubernetes pod', 'quay.io/shop in docker']],
    ['till', ['till in shop']],
    ['seccomp', ['web.seccomp.json in Seccomp profile']],
  ])('finds %s in the workspace', async (query, expected) => {
    const found = await client.request<SymbolInformation[]>('workspace/symbol', { query });
    expect(found.map(({ name, containerName }) => `${name} in ${containerName}`)).toEqual(expected);
  });
});

it('says that a rename leaves out files of a workspace that is too large', async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`file:///project/many/${i}.yaml`, '']));
  const uri = `${folder}/web`;
  const client = await startInProcess({ folders: ['file:///project'], files: { ...many, [uri]: 'profile web { }\n' } });
  const said: string[] = [];
  client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => void said.push(message));
  client.connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => void said.push(message));
  await client.open(uri, 'apparmor', 'profile web { }\n');
  await client.request('textDocument/rename', { textDocument: { uri }, position: { line: 0, character: 9 }, newName: 'shop' });
  expect(said).toEqual(['Confine reads 5,000 files of this workspace and no more: where others name web, it stays as it is.']);
  await client.stop();
});

describe('what only some languages can do', () => {
  it('is registered for those, where the client allows it', async () => {
    const dynamic = { dynamicRegistration: true };
    const own = ['apparmor', 'seccomp', 'containers-policy', 'containers-conf'].map((language) => ({ language }));
    const client = await startInProcess({
      capabilities: {
        textDocument: {
          formatting: dynamic,
          rangeFormatting: dynamic,
          onTypeFormatting: dynamic,
          rename: { ...dynamic, prepareSupport: true },
          foldingRange: dynamic,
          definition: dynamic,
          references: dynamic,
          callHierarchy: dynamic,
        },
      },
    });
    // Profiles lie in YAML and JSON too; the editor asks others where there is none.
    const withHosts = ['apparmor', 'yaml', 'json', 'jsonc'].map((language) => ({ language }));
    expect(client.initialized.capabilities.documentFormattingProvider).toBeUndefined();
    expect(client.initialized.capabilities.renameProvider).toBeUndefined();
    await client.request('confine/templates', {});
    expect(client.registered.map(({ method, registerOptions }) => [method, registerOptions])).toEqual(
      expect.arrayContaining([
        ['textDocument/formatting', { documentSelector: own }],
        ['textDocument/foldingRange', { documentSelector: own }],
        [
          'textDocument/onTypeFormatting',
          { documentSelector: [{ language: 'apparmor' }], firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] },
        ],
        ['textDocument/rename', { documentSelector: withHosts, prepareProvider: true }],
        ['textDocument/definition', { documentSelector: withHosts }],
        ['textDocument/references', { documentSelector: withHosts }],
        ['textDocument/prepareCallHierarchy', { documentSelector: withHosts }],
      ]),
    );
    await client.stop();
  });

  it('is announced to others', async () => {
    const client = await startInProcess({ capabilities: { textDocument: { rename: { prepareSupport: true } } } });
    expect(client.initialized.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}' },
      renameProvider: { prepareProvider: true },
      workspaceSymbolProvider: true,
    });
    await client.stop();
  });
});
