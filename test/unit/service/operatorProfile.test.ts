import { describe, expect, it } from 'vitest';
import { defaultContext, linesOf, memoryFiles } from '../../../server/src/core';
import {
  check,
  type Document,
  defaultSettings,
  diffDocuments,
  explain,
  generatedFiles,
  hover,
  open,
  outline,
  tokens,
} from '../../../server/src/service';

const object = (abstract: string, spec = ''): string =>
  `apiVersion: security-profiles-operator.x-k8s.io/v1alpha1\nkind: AppArmorProfile\nmetadata:\n  name: shop\nspec:\n${spec}  abstract:\n${abstract.replace(/^(?=.)/gm, '    ')}`;

const paths = object(`filesystem:
  readOnlyPaths: ["/srv/**"]
  readWritePaths:
    - /var/shop/**
    - /var/my shop/x
network:
  allowedProtocols: {allowTcp: true}
capability:
  allowedCapabilities: [net_raw, sys_rawio]
`);

async function read(text: string): Promise<Document> {
  const document = await open({ uri: 'file:///w/p.yaml', languageId: '', version: 0, text }, memoryFiles(), { context: defaultContext });
  if (!document) throw new Error('no language claims the text');
  return document;
}

const rulesOf = async (text: string): Promise<readonly string[]> =>
  (generatedFiles(await read(text))[0]?.text ?? '').split('\n').flatMap((line) => /^ {2}(.*),$/.exec(line)?.[1] ?? []);

const findingsIn = (document: Document): readonly string[] =>
  check(document, defaultContext, defaultSettings).map(
    ({ code, span }) =>
      `${linesOf(document.source.text).positionAt(span.start).line + 1} ${code} ${document.source.text.slice(span.start, span.end)}`,
  );

describe('the abstract of an AppArmorProfile', () => {
  it('becomes the rules that the operator writes', async () => {
    expect((await rulesOf(paths)).slice(0, 16)).toEqual([
      '/sbin/fsck ixr',
      '/sbin/fsck.ext4 ixr',
      '/srv/** r',
      'deny /srv/** wlk',
      '/var/shop/** rwlk',
      '/var/my shop/x rwlk',
      'deny network raw',
      'network tcp',
      'capability net_raw',
      'capability sys_rawio',
      'mount',
      'remount',
      'umount',
      'deny @{PROC}/* w',
      'deny @{PROC}/{[^1-9],[^1-9][^0-9],[^1-9s][^0-9y][^0-9s],[^1-9][^0-9][^0-9][^0-9]*}/** w',
      'deny @{PROC}/sys/[^k]** w',
    ]);
    expect(generatedFiles(await read(paths))[0]?.text).toContain('profile shop flags=(enforce, attach_disconnected, mediate_deleted) {');
  });

  it('denies nothing in complain mode', async () => {
    const complaining = object('filesystem:\n  readOnlyPaths: [/srv/**]\nnetwork: {}\n', '  mode: Complain\n');
    expect(await rulesOf(complaining)).toEqual(['/srv/** r']);
    expect(generatedFiles(await read(complaining))[0]?.text).toContain('flags=(complain,');
  });

  it('has its mistakes reported where the values are written, and none of what the operator adds', async () => {
    // A blank ends the path in AppArmor, and the operator takes it.
    expect(
      findingsIn(await read(paths)).filter((finding) => !finding.startsWith('11 ') && !/ (?:net_raw|sys_rawio)$/.test(finding)),
    ).toEqual([]);
    expect(findingsIn(await read(paths)).some((finding) => finding === '11 apparmor/path-needs-quotes shop/x')).toBe(true);
  });

  it('is asked as a profile: explain names the line of the value', async () => {
    const document = await read(paths);
    expect(explain(document, '/srv/x w', defaultContext)?.markdown).toContain('line 8');
    expect(explain(document, '/var/shop/x w', defaultContext)?.markdown).toMatch(/allows.*line 10/);
  });

  it('is compared as a profile', async () => {
    const changes = diffDocuments(await read(paths), await read(paths.replace('/var/shop/**', '/var/**')), defaultContext).changes;
    expect(changes.map(({ subject }) => subject).join()).toContain('/var/**');
  });

  it('is shown over its key, and hovers say what its values mean', async () => {
    const document = await read(paths);
    expect(hover(document, paths.indexOf('abstract') + 1, defaultContext)?.markdown).toContain('deny /srv/** wlk,');
    const capability = hover(document, paths.indexOf('net_raw') + 1, defaultContext);
    expect(capability && paths.slice(capability.span.start, capability.span.end)).toBe('net_raw');
    expect(JSON.stringify(outline(document))).not.toContain('tunables');
    expect(tokens(document)).toEqual([]);
  });

  it('is none where the operator refuses a value, or a template fills one in', async () => {
    const refused = object('filesystem:\n  readOnlyPaths: [srv, "/a,b"]\nexecutable:\n  allowedExecutables: [/a/../b]\n');
    expect(generatedFiles(await read(refused))).toEqual([]);
    expect(findingsIn(await read(refused))).toEqual([
      '8 pod/operator-refused srv',
      '8 pod/operator-refused "/a,b"',
      '10 pod/operator-refused /a/../b',
    ]);
    expect(generatedFiles(await read(object('filesystem:\n  readOnlyPaths: ["{{ .Values.path }}"]\n')))).toEqual([]);
  });

  it('gives way to a policy that is written as text', async () => {
    const both = object('filesystem:\n  readOnlyPaths: [/srv/**]\n', '  policy: |\n    profile shop {\n    }\n');
    const document = await read(both);
    expect(generatedFiles(document)).toEqual([]);
    expect(document.regions.map(({ language }) => language.name)).toEqual(['pod', 'apparmor']);
  });
});
