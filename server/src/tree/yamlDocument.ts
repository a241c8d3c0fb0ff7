import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml';

const options = { logLevel: 'silent', uniqueKeys: false, merge: false, strict: false, keepSourceTokens: true, stringKeys: false } as const;

/**
 * The first document of a text. YAML 1.2 wants the further lines of quoted text indented more than its key, go-yaml (kubectl, the API
 * server, Helm, kustomize) takes any indentation. While a quote is missing the stricter reading ends the text at the line, which keeps
 * the rest of the file readable; so the other reading is taken only where it cures every problem.
 */
export function documentOf(text: string): Document.Parsed<ParsedNode> {
  const strict = compose(text, new Lexer());
  if (!strict.errors.some(({ code, message }) => code === 'MISSING_CHAR' && /quote/.test(message))) return strict;
  const lenient = compose(text, lenientLexer());
  return lenient.errors.length ? strict : lenient;
}

function compose(text: string, lexer: Lexer): Document.Parsed<ParsedNode> {
  const parser = new Parser();
  function* tokens() {
    for (const lexeme of lexer.lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }
  const [document] = [...new Composer(options).compose(tokens(), true, text.length)];
  return document as Document.Parsed<ParsedNode>;
}

/** The library decides by `indentNext` where quoted text ends; 0 asks for no indentation. */
function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const read = lexer['parseQuotedScalar'];
  lexer['parseQuotedScalar'] = function* () {
    const { indentNext } = this as unknown as { indentNext: number };
    this['indentNext'] = 0;
    const next = yield* read.call(this);
    this['indentNext'] = indentNext;
    return next;
  };
  return lexer;
}
