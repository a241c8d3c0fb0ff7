import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ESTree, parseSync } from 'rolldown/utils';
import { expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '../../client/src');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));

/** What the client says: the first arguments of `l10n.t`, and strings for the user that don't go through it. */
interface Said {
  readonly messages: readonly string[];
  readonly notLiteral: readonly string[];
  readonly onlyEnglish: readonly string[];
}

/** Properties and functions whose strings a user reads. */
const shown = new Set(['title', 'label', 'description', 'detail', 'placeHolder', 'placeholder', 'prompt', 'tooltip', 'openLabel']);
const shows = /^(?:show\w+Message|setStatusBarMessage|showReport|appendText|say)$/;

/** What is written to the log, and tables of words. */
const logs = /\.(?:info|warn|error|split)$/;

/** A name, not a sentence. */
const names = new Set(['Confine', 'HEAD']);

function saidIn(file: string, text: string): Said {
  const messages: string[] = [];
  const notLiteral: string[] = [];
  const onlyEnglish: string[] = [];

  function read(string: string, isShown: boolean): void {
    const words = string.replace(/\$\([\w~-]+\)/g, '').trim();
    if (names.has(words)) return;
    if (isShown ? /\p{L}{2}/u.test(words) : /\p{L}{2,} \p{L}{2,}/u.test(words)) onlyEnglish.push(`${file}: ${string}`);
  }

  function walk(node: ESTree.Node, isShown: boolean): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
        if (node.source) return;
        break;
      case 'TSLiteralType':
        return;
      case 'NewExpression':
        // Thrown: the library logs it.
        if (node.callee.type === 'Identifier' && node.callee.name === 'Error') return;
        walkAll(node, node.callee.type === 'Identifier' && node.callee.name === 'TreeItem');
        return;
      case 'CallExpression': {
        const called = calledName(node);
        if (logs.test(called)) return;
        if (called === 'l10n.t') {
          const [first, ...rest] = node.arguments;
          if (first?.type === 'Literal' && typeof first.value === 'string') messages.push(first.value);
          else notLiteral.push(`${file}: ${text.slice(node.start, node.end)}`);
          for (const argument of rest) walk(argument, true);
          return;
        }
        walkAll(node, shows.test(called.split('.').at(-1) ?? ''));
        return;
      }
      case 'Property':
        walk(node.value, node.key.type === 'Identifier' && shown.has(node.key.name));
        return;
      case 'AssignmentExpression': {
        const { left, right } = node;
        walk(right, left.type === 'MemberExpression' && left.property.type === 'Identifier' && shown.has(left.property.name));
        return;
      }
      case 'BinaryExpression':
        walkAll(node, false);
        return;
      case 'ConditionalExpression':
        walk(node.test, false);
        walk(node.consequent, isShown);
        walk(node.alternate, isShown);
        return;
      case 'Literal':
        if (typeof node.value === 'string') read(node.value, isShown);
        return;
      case 'TemplateElement':
        read(node.value.cooked ?? '', isShown);
        return;
    }
    walkAll(node, isShown);
  }

  function walkAll(node: ESTree.Node, isShown: boolean): void {
    for (const value of Object.values(node).flat())
      if (typeof value === 'object' && value !== null && 'type' in value) walk(value as ESTree.Node, isShown);
  }

  walk(parseSync(file, text).program, false);
  return { messages, notLiteral, onlyEnglish };
}

function calledName({ callee }: ESTree.CallExpression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  return `${callee.object.type === 'Identifier' ? callee.object.name : ''}.${callee.property.name}`;
}

const said = sources.map(({ file, text }) => saidIn(file, text));

it('the messages of the client are literals, so that they can be found', () => {
  expect(said.flatMap(({ messages }) => messages).length).toBeGreaterThan(90);
  expect(said.flatMap(({ notLiteral }) => notLiteral)).toEqual([]);
});

it('what the user reads goes through l10n.t', () => {
  expect(said.flatMap(({ onlyEnglish }) => onlyEnglish)).toEqual([]);
});

it('finds a string that is in English only, wherever it is written', () => {
  const { onlyEnglish } = saidIn(
    'example.ts',
    `window.showInformationMessage(ok ? 'Done' : l10n.t('Failed'), l10n.t('{0} more', 'lines'));
     const items = [{ label: \`$(edit) Paste \${n}\`, id: 'paste', detail: n === 'one' ? undefined : l10n.t('More') }];
     const later = 'two words';
     pick.title = 'Filter';
     throw new Error('not a message');`,
  );
  expect(onlyEnglish).toEqual(['Done', 'lines', '$(edit) Paste ', 'two words', 'Filter'].map((string) => `example.ts: ${string}`));
});

it('the bundle for translators has each of them; npx vitest run -u test/unit/localization.test.ts writes it', async () => {
  const messages = said.flatMap((each) => each.messages);
  const bundle = Object.fromEntries([...new Set(messages)].sort().map((message) => [message, message]));
  await expect(`${JSON.stringify(bundle, undefined, 2)}\n`).toMatchFileSnapshot('../../l10n/bundle.l10n.json');
});
