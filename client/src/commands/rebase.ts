import { l10n, type QuickPickItem, window } from 'vscode';
import { type RebaseParams, type RebaseResult, rebaseRequest } from '../../../server/src/lsp/protocol/rebase';
import { type SettingValue, type SettingValuesParams, settingValuesRequest } from '../../../server/src/lsp/protocol/settings';
import { type ReviewItem, startReview } from '../review';
import { type Command, fileOf, wire } from './command';

const newest = l10n.t('The newest release of its runtime');

/** A fork of a runtime's default, moved onto a newer default, shown before it is made. */
export const rebase: Command = {
  id: 'rebase',
  async run(host, argument, release) {
    const file = fileOf(argument);
    if (!file) return;
    const uri = wire(host, file);
    const onto = typeof release === 'string' ? release : await pickRelease(host, uri);
    if (onto === undefined) return;
    const params: RebaseParams = { uri, ...(onto !== newest && { onto }) };
    const whole = await host.client.sendRequest<RebaseResult>(rebaseRequest, params);
    const { title, problem, notes, pieces } = whole;
    if (title === undefined) void window.showInformationMessage(problem ?? '');
    else
      await startReview({
        title,
        make: async (ticks) => {
          const leaveOut = pieces.map(({ call }) => call).filter((call) => ticks.get(call) === false);
          const { edits } =
            leaveOut.length > 0 ? await host.client.sendRequest<RebaseResult>(rebaseRequest, { ...params, leaveOut }) : whole;
          const boxes = pieces.map(({ call, ...piece }): ReviewItem => ({ id: call, ...piece, ticked: ticks.get(call) ?? true }));
          const told = notes.map((note, i): ReviewItem => ({ id: `note ${i}`, title: note }));
          return { items: [...boxes, ...told], files: [{ uri, edits }] };
        },
      });
  },
};

async function pickRelease({ client }: Parameters<Command['run']>[0], uri: string): Promise<string | undefined> {
  const params: SettingValuesParams = { uri, setting: 'target' };
  const releases = await client.sendRequest<readonly SettingValue[]>(settingValuesRequest, params);
  const items: QuickPickItem[] = [{ label: newest }, ...releases.map(({ value, detail }) => ({ label: value, description: detail }))];
  return (await window.showQuickPick(items, { title: l10n.t('Rebase on a runtime default'), placeHolder: l10n.t('Onto which release') }))
    ?.label;
}
