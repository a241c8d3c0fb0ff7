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

/** One line for each token, innermost scope behind, plain text left out: what an editor would colour. */
const tokenizer = (language: string, scopeName: string, file: string) => {
  const grammar = load(scopeName, file);
  return async (text: string): Promise<string[]> => {
    const loaded = await grammar;
    let state = textmate.INITIAL;
    return text.split('\n').flatMap((line) => {
      const result = loaded!.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens
        .filter((token) => token.scopes.length > 1)
        .map((token) => `${line.slice(token.startIndex, token.endIndex).trim()} ${token.scopes.at(-1)!.replace(`.${language}`, '')}`)
        .filter((entry) => !entry.startsWith(' '));
    });
  };
};

export const tokens = tokenizer('apparmor', 'source.apparmor', 'syntaxes/apparmor.tmLanguage.json');
export const confTokens = tokenizer('containers-conf', 'source.toml.containers-conf', 'syntaxes/containers-conf.tmLanguage.json');
