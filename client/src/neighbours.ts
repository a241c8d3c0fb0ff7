import { extensions } from 'vscode';
import type { Neighbours } from '../../server/src/lsp/protocol/start';

/** Which extensions that report syntax and schema of JSON and YAML are installed and enabled. */
export function currentNeighbours(): Neighbours {
  return {
    json: extensions.getExtension('vscode.json-language-features') !== undefined,
    yaml: extensions.getExtension('redhat.vscode-yaml') !== undefined,
  };
}
