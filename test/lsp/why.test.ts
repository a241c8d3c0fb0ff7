import { afterEach, describe, expect, it } from 'vitest';
import type { HardenResult } from '../../server/src/lsp/protocol/harden';
import type { Recognition, WhyResult } from '../../server/src/lsp/protocol/why';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const profileUri = 'file:///project/seccomp/till.json';

const files = {
  'file:///project/till.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: till
spec:
  containers:
  - name: till
    image: registry.example.org/till:1
    securityContext:
      seccompProfile: {type: Localhost, localhostProfile: till.json}
`,
  [profileUri]: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [{ "names": ["mkdir", "openat2", "unlinkat"], "action": "SCMP_ACT_ALLOW" }]
}
`,
};

const error = "rmdir: failed to remove 'x': Operation not permitted";

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function started(): Promise<LspClient> {
  client = await startInProcess({ folders: ['file:///project'], files });
  return client;
}

describe('an error in the editor', () => {
  it('leads to the line that decides, with edits to preview and commands to copy', async () => {
    const result = (await (await started()).request<WhyResult>('confine/why', { text: error }))!;
    expect(result.candidates).toEqual([
      {
        layer: 'seccomp',
        certainty: 'likely',
        message: expect.stringContaining('rmdir is in no rule'),
        place: { uri: profileUri, name: 'seccomp/till.json', range: expect.objectContaining({ start: { line: 1, character: 19 } }) },
        fixes: [
          { title: 'Allow rmdir', edits: [expect.objectContaining({ newText: expect.stringContaining('rmdir') })] },
          { title: expect.stringContaining('Log what is not listed'), edits: [expect.objectContaining({ newText: '"SCMP_ACT_LOG"' })] },
        ],
      },
    ]);
    expect(result.commands).toEqual([expect.stringContaining('seccomp=unconfined')]);
    expect(result.unread).toBe(0);
    expect(result.markdown).toContain(`(${profileUri}#L2)`);
    expect(result.markdown).toContain('```sh\ndocker run');
  });

  it('counts the text of an open file that is not saved', async () => {
    const server = await started();
    await server.open(profileUri, 'json', files[profileUri].replace('"mkdir"', '"mkdir", "rmdir"'));
    const result = (await server.request<WhyResult>('confine/why', { text: error }))!;
    expect(result).toMatchObject({ candidates: [], commands: [], unread: 1 });
    expect(result.markdown).toContain('Line 1');
  });

  it('makes no link, image or command of pasted text', async () => {
    const hostile = '![x](http://evil.example/x.png) <img src=x> [y](command:z) error: denied\n'.repeat(2);
    const { markdown } = (await (
      await started()
    ).request<WhyResult>('confine/why', { text: `${hostile}${error} ![x](http://e.example)` }))!;
    const outsideOfCode = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/(`+)[\s\S]*?\1/g, '');
    expect(outsideOfCode).not.toMatch(/!\[|\]\((?:http|command)|<img/);
  });

  it.each([
    ['an error', `some text\n${error}`, true],
    ['other text', 'all is well\nnothing to see', false],
    ['an error after more lines than are looked at', `${'fine\n'.repeat(100)}${error}`, false],
  ])('is recognized in a few lines: %s', async (_, text, isKnown) => {
    expect(await (await started()).request<Recognition>('confine/recognizes', { text })).toEqual({ isKnown });
  });
});

describe('all fixes of a file', () => {
  it('come one by one, each with the finding that it cures', async () => {
    const server = await started();
    const uri = 'file:///project/apparmor.d/till';
    await server.open(uri, 'apparmor', 'abi <abi/4.0>,\nprofile till {\n  capability chown\n  network inet tcp\n}\n');
    const { changes } = (await server.request<HardenResult>('confine/fixes', { uri }))!;
    expect(changes.length).toBeGreaterThan(0);
    for (const { title, note, safe, edits } of changes) {
      expect(title).toMatch(/^Line [34]: /);
      expect(note).toMatch(/\(apparmor\/[\w-]+\)$/);
      expect(safe).toBe(true);
      expect(edits.length).toBeGreaterThan(0);
    }
  });

  it('have one for each error that has no safe one, marked as such', async () => {
    const server = await started();
    const uri = 'file:///project/apparmor.d/misspelt';
    const text = 'abi <abi/4.0>,\nprofile misspelt {\n  capability chowm,\n  network inett stream,\n  /etc/one.conf r\n  /srv/** rz,\n}\n';
    await server.open(uri, 'apparmor', text);
    const { changes } = (await server.request<HardenResult>('confine/fixes', { uri }))!;
    expect(changes.map(({ title, safe }) => [title.replace(/:.*/, ''), safe])).toEqual([
      ['Line 3', false],
      ['Line 4', false],
      ['Line 5', true],
      ['Line 6', false],
    ]);
    const lines = changes.flatMap(({ edits }) => edits.map(({ range, newText }) => [range.start.line, newText]));
    expect(lines).toContainEqual([2, 'chown']);
    expect(lines).toContainEqual([3, 'inet']);
  });

  it('are none for a file that is not known', async () => {
    expect(await (await started()).request<HardenResult>('confine/fixes', { uri: 'file:///project/none.txt' })).toEqual({
      changes: [],
    });
  });
});
