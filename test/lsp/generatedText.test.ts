import { expect, it } from 'vitest';
import { startInProcess } from '../helpers/lspClient';

const uri = 'file:///project/profile.yaml';
const text = `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: AppArmorProfile
metadata: {name: shop}
spec:
  abstract:
    filesystem: {readOnlyPaths: [/srv/**]}
`;

it('a link opens the profile that an AppArmorProfile object becomes', async () => {
  const client = await startInProcess({ folders: ['file:///project'], files: { [uri]: text } });
  await client.open(uri, 'yaml', text);
  const links = await client.request<{ range: object; target: string }[]>('textDocument/documentLink', { textDocument: { uri } });
  const link = links.find(({ target }) => target.includes('/etc/apparmor.d/shop'));
  expect(link?.range).toEqual({ start: { line: 4, character: 2 }, end: { line: 4, character: 10 } });
  const shown = await client.request<{ text: string } | null>('workspace/textDocumentContent', { uri: link?.target });
  expect(shown?.text).toContain('\n  deny /srv/** wlk,\n');
  const other = await client.request('workspace/textDocumentContent', { uri: link?.target.replace('d/shop', 'd/other') });
  expect(other).toBeNull();
  await client.stop();
});
