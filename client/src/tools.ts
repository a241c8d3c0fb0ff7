import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type ToolAnswer, type ToolCall, toolRequest } from '../../server/src/lsp/protocol/tools';

/** What editors have since 1.95, as far as it is used here. */
interface LanguageModels {
  readonly lm: {
    registerTool(
      name: string,
      tool: { invoke(options: { input: unknown }, token: vscode.CancellationToken): Promise<object> },
    ): vscode.Disposable;
  };
  readonly LanguageModelToolResult: new (parts: readonly object[]) => object;
  readonly LanguageModelTextPart: new (text: string) => object;
}

const hasTools = (api: object): api is LanguageModels =>
  'LanguageModelToolResult' in api && 'lm' in api && typeof api.lm === 'object' && api.lm !== null && 'registerTool' in api.lm;

/** Offers the tools that the manifest declares to the language models of the editor; the server answers. */
export function registerTools(client: BaseLanguageClient, { extension }: vscode.ExtensionContext): vscode.Disposable {
  const api: object = vscode;
  if (!hasTools(api)) return new vscode.Disposable(() => {});
  const declared: readonly { readonly name: string }[] = extension.packageJSON.contributes?.languageModelTools ?? [];
  return vscode.Disposable.from(
    ...declared.map(({ name }) =>
      api.lm.registerTool(name, {
        async invoke({ input }, token) {
          const call: ToolCall = { name, arguments: input };
          const { text, failed } = await client.sendRequest<ToolAnswer>(toolRequest, call, token);
          if (failed) throw new Error(text);
          return new api.LanguageModelToolResult([new api.LanguageModelTextPart(text)]);
        },
      }),
    ),
  );
}
