import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AskResult } from '../../server/src/lsp/protocol/ask';
import type { ObservationResult } from '../../server/src/lsp/protocol/observe';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient;
beforeAll(async () => {
  client = await startInProcess();
});
afterAll(() => client.stop());

const ask = (uri: string, text: string) => client.request<ObservationResult | null>('confine/fromObservation', { uri, text });
const denial = (fields: string) => `audit: type=1400 audit(1:2): apparmor="DENIED" ${fields}`;

it('answers with edits and a report', async () => {
  const uri = 'file:///w/apparmor.d/web';
  await client.open(uri, 'apparmor', 'profile web {\n  /a r,\n  deny /b r,\n}\n');
  const log = [
    denial('operation="open" profile="web" name="/run/docker.sock" requested_mask="w" denied_mask="w"'),
    denial('operation="open" profile="web" name="/b" requested_mask="r" denied_mask="r"'),
    denial('operation="open" profile="web" name="/a" requested_mask="r" denied_mask="r"'),
    denial('operation="open" profile="db" name="/a" requested_mask="r" denied_mask="r"'),
  ];
  const result = await ask(uri, log.join('\n'));
  const at = { line: 2, character: 12 };
  expect(result?.edits).toEqual([{ range: { start: at, end: at }, newText: '\n  /run/docker.sock w,' }]);
  expect(result?.report).toMatchInlineSnapshot(`
    "# web and the log

    4 lines read (kernel log).

    ## 1 rule to add

    | rule | profile | log line | before you take it |
    | --- | --- | --- | --- |
    | \`/run/docker.sock w,\` | \`web\` | 1 | high: The socket of a container runtime takes orders to start containers, privileged ones too: it is root on the host. |

    ### In place of a rule

    | in place of | kind | rule | what else |
    | --- | --- | --- | --- |
    | \`/run/docker.sock w,\` | glob | \`/run/*.sock w,\` | Every file of the folder that ends in \`.sock\`. The socket of a container runtime takes orders to start containers, privileged ones too: it is root on the host. |
    |  | glob | \`/run/* w,\` | Every file of the folder. The socket of a container runtime takes orders to start containers, privileged ones too: it is root on the host. |
    |  | glob | \`/run/** w,\` | Everything below \`/run\`, which is far more than one program needs. The socket of a container runtime takes orders to start containers, privileged ones too: it is root on the host. |
    |  | audit | \`audit /run/docker.sock w,\` | Allowed, and the kernel logs each use. |
    |  | deny | \`deny /run/docker.sock w,\` | Denied as now, and no longer logged. |

    ## Denied by the file itself

    | log line | access | rule |
    | --- | --- | --- |
    | 2 | \`/b r\` | [\`deny /b r\`](file:///w/apparmor.d/web#L3) |

    ## Only where you choose it

    | kind | rule | log line | what else |
    | --- | --- | --- | --- |
    | priority | \`priority=1 /b r,\` | 2 | It wins over \`deny /b r\`, which still denies the rest. Priorities need AppArmor 4.1. |

    ## Allowed already

    The file already allows this; an older version of it, or another file, was loaded.

    | log line | access | rule |
    | --- | --- | --- |
    | 3 | \`/a r\` | [\`/a r\`](file:///w/apparmor.d/web#L2) |

    ## Profiles of other files

    - \`db\`
    "
  `);
  expect((await ask(uri, 'nothing here'))?.report).toContain('1 line of an unknown form, the first on line 1: `nothing here`');
  expect((await ask(uri, 'Nov 30 10:00:00 host kernel: usb 1-2: new device'))?.report).toContain('no denial');
});

it('has no answer for a file without rules to add', async () => {
  await client.open('file:///w/pod.yaml', 'yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n');
  expect(await ask('file:///w/pod.yaml', '')).toBeNull();
});

it('answers a question with links to the lines that it names', async () => {
  const uri = 'file:///w/apparmor.d/asked';
  await client.open(uri, 'apparmor', 'profile web {\n  /etc/shadow r,\n}\n');
  const of = async (query: string) => (await client.request<AskResult>('confine/ask', { uri, query })).markdown;
  expect(await of('/etc/shadow r')).toBe(`\`web\` allows \`/etc/shadow r\` by \`/etc/shadow r\`, [line 2](${uri}#L2).`);
  expect(await of('risks')).toContain(`- [line 2](${uri}#L2), \`/etc/shadow r\`: `);
});

it('answers for all files of a folder', async () => {
  const folder = 'file:///w/apparmor.d';
  const files = {
    [`${folder}/web`]: 'profile web /usr/bin/web {\n  /a r,\n}\n',
    [`${folder}/shop`]: 'profile shop /usr/bin/shop {\n  /a r,\n}\n',
    [`${folder}/other`]: 'profile other /usr/bin/other {\n}\n',
    'file:///w/elsewhere/db': 'profile db /usr/bin/db {\n}\n',
  };
  const other = await startInProcess({ files, folders: ['file:///w'] });
  try {
    // What is open counts as it is in the editor.
    await other.open(`${folder}/shop`, 'apparmor', 'profile shop /usr/bin/shop {\n\n  /a r,\n}\n');
    const read = (profile: string, name: string) =>
      denial(`operation="open" profile="${profile}" name="${name}" requested_mask="r" denied_mask="r"`);
    const text = [read('web', '/srv/page'), read('shop', '/srv/price'), read('web', '/a'), read('db', '/srv/table')].join('\n');
    const askFolder = (uri: string, chosen?: Record<string, number>) =>
      other.request<ObservationResult | null>('confine/fromFolderObservation', { uri, text, ...(chosen && { chosen }) });
    const result = await askFolder(folder);
    const added = (line: number, newText: string) => {
      const at = { line, character: 7 };
      return [{ range: { start: at, end: at }, newText: `\n  ${newText}` }];
    };
    expect(result?.edits).toEqual([]);
    expect(Object.fromEntries((result?.others ?? []).map(({ uri, edits }) => [uri, edits]))).toEqual({
      [`${folder}/web`]: added(1, '/srv/page r,'),
      [`${folder}/shop`]: added(2, '/srv/price r,'),
    });
    expect(result?.suggestions.flatMap(({ profile }) => profile ?? []).sort()).toEqual(['shop', 'web']);
    expect(result?.report).toContain('# web and the log');
    expect(result?.report).toContain('# shop and the log');
    expect(result?.report).toContain('`db`');
    const page = result?.suggestions.find(({ profile }) => profile === 'web');
    const without = await askFolder(folder, { [page?.id ?? '']: -1 });
    expect(without?.others.map(({ uri }) => uri)).toEqual([`${folder}/shop`]);
    // A profile that no file has is offered, and made where it is chosen.
    const offered = result?.suggestions.find(({ id }) => id === 'create db');
    expect([offered?.optional, offered?.chosen, offered?.alternatives[0]?.rule]).toEqual([true, -1, 'profile db, in a new file db']);
    const made = await askFolder(folder, { 'create db': 0 });
    expect(made?.others.map(({ uri, made }) => [uri, made])).toEqual([
      [`${folder}/shop`, false],
      [`${folder}/web`, false],
      [`${folder}/db`, true],
    ]);
    expect(made?.others.at(-1)?.edits[0]?.newText).toMatch(/^abi <abi\/4\.0>,[\s\S]*profile db \{[\s\S]*\n {2}\/srv\/table r,\n/);
    expect(made?.suggestions.find(({ id }) => id === 'create db')?.chosen).toBe(0);
    expect((await askFolder('file:///w'))?.suggestions.map(({ id }) => id)).not.toContain('create db');
    expect(await askFolder('file:///w/none')).toBeNull();
    expect((await askFolder('file:///w'))?.others).toHaveLength(3);
    expect(await askFolder('file:///outside')).toBeNull();
  } finally {
    await other.stop();
  }
});
