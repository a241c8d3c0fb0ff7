import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '../..');

async function load(scopeName: string, file: string) {
  const wasm = join(dirname(createRequire(import.meta.url).resolve('vscode-oniguruma')), 'onig.wasm');
  await oniguruma.loadWASM(new Uint8Array(readFileSync(wasm)).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => (name === scopeName ? textmate.parseRawGrammar(readFileSync(join(root, file), 'utf8'), file) : null),
  });
  return registry.loadGrammar(scopeName);
}

const grammar = load('source.apparmor', 'syntaxes/apparmor.tmLanguage.json');

/** The text as an editor would colour it: one line for each token, innermost scope behind, plain text left out. */
export async function tokens(text: string): Promise<string[]> {
  const apparmor = await grammar;
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = apparmor!.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .filter((token) => token.scopes.length > 1)
      .map((token) => `${line.slice(token.startIndex, token.endIndex).trim()} ${token.scopes.at(-1)!.replace('.apparmor', '')}`)
      .filter((entry) => !entry.startsWith(' '));
  });
}
