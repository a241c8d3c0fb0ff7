/** How VS Code edits each form of text: our own language configurations, and those that VS Code has for JSON and YAML. */

import apparmorConfiguration from '../../language-configuration.json';
import jsonConfiguration from '../../syntaxes/json.language-configuration.json';
import tomlConfiguration from '../../syntaxes/toml.language-configuration.json';
import type { EditorLanguage, OnEnterRule } from './plainEditor';

interface Configuration {
  readonly comments?: { readonly lineComment: string };
  readonly autoClosingPairs: readonly { readonly open: string; readonly close: string }[];
  readonly autoCloseBefore?: string;
  readonly indentationRules?: { readonly increaseIndentPattern: string };
  readonly onEnterRules?: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly previousLineText?: string;
    readonly action: { readonly indent: string; readonly appendText?: string };
  }[];
}

function languageOf(languageId: string, configuration: Configuration): EditorLanguage {
  const { comments, autoClosingPairs, autoCloseBefore, indentationRules, onEnterRules } = configuration;
  return {
    languageId,
    autoIndent: 'full',
    indent: '  ',
    pairs: Object.fromEntries(autoClosingPairs.map(({ open, close }) => [open, close])),
    ...(comments && { lineComment: comments.lineComment }),
    ...(autoCloseBefore && { closeBefore: autoCloseBefore }),
    ...(indentationRules && { increaseIndent: new RegExp(indentationRules.increaseIndentPattern) }),
    onEnter: (onEnterRules ?? []).map(
      ({ beforeText, afterText, previousLineText, action }): OnEnterRule => ({
        before: new RegExp(beforeText),
        ...(afterText && { after: new RegExp(afterText) }),
        ...(previousLineText && { previous: new RegExp(previousLineText) }),
        action: action.indent as OnEnterRule['action'],
        ...(action.appendText && { append: action.appendText }),
      }),
    ),
  };
}

const yaml: EditorLanguage = {
  languageId: 'yaml',
  autoIndent: 'advanced',
  indent: '  ',
  pairs: { '{': '}', '[': ']', '(': ')', '"': '"', "'": "'" },
  closesEverywhere: true,
  lineComment: '#',
};

export const editorLanguages: Readonly<Record<string, EditorLanguage>> = {
  apparmor: languageOf('apparmor', apparmorConfiguration),
  seccomp: languageOf('seccomp', jsonConfiguration),
  'containers-policy': languageOf('containers-policy', jsonConfiguration),
  'containers-conf': languageOf('containers-conf', tomlConfiguration),
  yaml,
};
