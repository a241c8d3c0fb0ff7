import { afterEach, expect, it, vi } from 'vitest';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const uri = 'file:///etc/apparmor.d/web';
const text = 'profile web {\n  /a r,\n  /b rw,\n}\n';

let client: LspClient | undefined;
afterEach(() => client?.stop());

/** Saves a file where apparmor_parser says something, and what is shown then. */
async function saved(
  output: string | undefined,
  { settings = { apparmor: { secondOpinion: true } }, trusted = true, file = uri, content = text } = {},
) {
  const run = vi.fn(async (_program: string, args: readonly string[]) =>
    args[0] === '--version' && output !== undefined ? 'AppArmor parser version 3.0.8\n' : output,
  );
  client = await startInProcess({ run, settings, initializationOptions: { trusted } });
  await client.open(file, 'apparmor', content);
  await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: file } });
  await client.request('confine/rules', {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  const all = await client.diagnostics(file);
  const foreign = all
    .filter(({ source }) => source !== 'confine')
    .map(({ source, message, range }) => `${source}: ${range.start.line + 1}: ${message}`);
  return { run, foreign };
}

it('shows what the parser refuses beyond what Confine says, with its version', async () => {
  const { run, foreign } = await saved(`AppArmor parser error for ${uri.slice(7)} in profile ${uri.slice(7)} at line 3: Invalid mode.\n`);
  expect(foreign).toEqual(['apparmor_parser 3.0.8: 3: Invalid mode.']);
  expect(run.mock.calls[1]?.[1]).toEqual(['-Q', '-K', '-I', '/etc/apparmor.d', '/etc/apparmor.d/web']);
});

it('says nothing twice', async () => {
  const content = 'profile web {\n  /a r\n  /b rw,\n}\n';
  const { foreign } = await saved(`AppArmor parser error for web in profile web at line 3: syntax error, unexpected TOK_ID\n`, { content });
  expect(foreign).toEqual([]);
});

it('shows nothing of a text that has changed since', async () => {
  const { foreign } = await saved('AppArmor parser error for web at line 2: x\n');
  expect(foreign).toHaveLength(1);
  await client?.edit(uri, 0, 0, '# ');
  expect((await client?.diagnostics(uri))?.filter(({ source }) => source !== 'confine')).toEqual([]);
});

it.each([
  ['when it is not asked for', { settings: {} as never }],
  ['in a workspace that is not trusted', { trusted: false }],
  ['for a file that others include', { file: 'file:///etc/apparmor.d/abstractions/own', content: '/a r,\n' }],
])('runs nothing %s', async (_, options) => {
  const { run } = await saved('AppArmor parser error at line 1: x\n', options);
  expect(run).not.toHaveBeenCalled();
});

it('goes without where the program cannot be run', async () => {
  expect((await saved(undefined)).foreign).toEqual([]);
});
