import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml';

const options = { logLevel: 'silent', uniqueKeys: false, merge: false, strict: false, stringKeys: false } as const;

/**
 * The first document of a text. YAML 1.2 wants the further lines of quoted text indented more than its key, go-yaml (kubectl, the API
 * server, Helm, kustomize) takes any indentation. While a quote is missing the stricter reading ends the text at the line, which keeps
 * the rest of the file readable; so the other reading is taken only where it cures every problem.
 */
export function documentOf(text: string): { readonly document: Document.Parsed<ParsedNode>; readonly lenient: boolean } {
  const strict = { document: compose(text, new Lexer()), lenient: false };
  if (!strict.document.errors.some(({ code, message }) => code === 'MISSING_CHAR' && /quote/.test(message))) return strict;
  const lenient = { document: compose(text, lenientLexer()), lenient: true };
  return lenient.document.errors.length ? strict : lenient;
}

/** How many characters were parsed, for tests: the work must follow the change. */
export const yamlWork = { characters: 0 };

function compose(text: string, lexer: Lexer): Document.Parsed<ParsedNode> {
  yamlWork.characters += text.length;
  const parser = new Parser();
  function* tokens() {
    for (const lexeme of lexer.lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }
  const [document] = [...new Composer(options).compose(tokens(), true, text.length)];
  return document as Document.Parsed<ParsedNode>;
}

/** What the library's types keep to themselves. */
interface QuotedReader {
  /** From which indentation on the next line continues a text. */
  indentNext: number;
  parseQuotedScalar(): Generator<string, unknown, unknown>;
}

/** No indentation is asked of quoted text; `---` and `...` at the start of a line still end it. */
function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const reader = lexer as unknown as QuotedReader;
  const read = reader.parseQuotedScalar;
  reader.parseQuotedScalar = function* () {
    const { indentNext } = reader;
    reader.indentNext = 0;
    const next = yield* read.call(reader);
    reader.indentNext = indentNext;
    return next;
  };
  return lexer;
}
