import { l10n, languages, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RulePage, type RuleSummary, ruleRequest, rulesRequest } from '../../../server/src/lsp/protocol/rules';
import { showReport } from '../reports';
import type { Command } from './command';

/** The page of the rule that was passed, of a finding at the cursor, or of one picked from all. */
export const explainRule: Command = {
  id: 'explainRule',
  async run({ client }, argument) {
    const code = typeof argument === 'string' ? argument : await pickCode(client);
    const page = code && (await client.sendRequest<RulePage | null>(ruleRequest, { code }));
    if (page) await showReport(page.code, page.markdown);
  },
};

async function pickCode(client: BaseLanguageClient): Promise<string | undefined> {
  const here = new Set(codesAtCursor());
  if (here.size === 1) return [...here][0];
  const rules = await client.sendRequest<readonly RuleSummary[]>(rulesRequest);
  const offered = here.size ? rules.filter(({ code }) => here.has(code)) : rules;
  const picked = await window.showQuickPick(
    offered.map(({ code, title }) => ({ label: code, detail: title })),
    { title: l10n.t('Explain Rule'), placeHolder: l10n.t('Code or words of a rule'), matchOnDetail: true },
  );
  return picked?.label;
}

function codesAtCursor(): string[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  return languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'confine' && range.intersection(editor.selection))
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));
}
