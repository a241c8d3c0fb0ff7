import { type Fix, type Rule, type Span, shift, span } from '../../../core';
import { type ApparmorPart, policyOf } from '../policy/model';
import { filesOf } from '../policy/names';
import { variableName } from '../syntax/lexer';
import { manual, ownLine, remove } from './refusal';

export const unusedVariable: Rule<ApparmorPart> = {
  code: 'apparmor/unused-variable',
  title: 'A variable that nothing uses',
  category: 'style',
  severity: 'hint',
  steady: true,
  why: `A variable that no rule, profile or other variable mentions has no effect; often its name is misspelt where it is used.

Variables of a profile are only seen by this file and what it includes. In tunables, which others include, none is reported.`,
  sources: [manual],
  example: {
    bad: '@{root} = /srv/web\n\nprofile web {\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  *check(part) {
    const definitions = definitionsIn(part);
    if (definitions.length === 0 || part.fragment || policyOf(part).environment.open) return;
    const names = new Set(definitions.map(({ span }) => span.start));
    for (const { sigil, name, span: place, whole } of definitions) {
      const mentioned = [...filesOf(part.root)].some(({ tree: { text } }) =>
        mentions(text, sigil, name, text === part.text ? names : none),
      );
      if (mentioned) continue;
      yield { span: place, message: `Nothing uses ${sigil}{${name}}.`, tags: ['unnecessary'], cure: () => [removed(part, whole)] };
    }
  },
};

const removed = ({ text }: ApparmorPart, place: Span): Fix => ({
  ...remove(ownLine(text, place), `Remove ${text.slice(place.start, place.end)}`),
  safe: false,
});

const none: ReadonlySet<number> = new Set();

interface Definition {
  readonly sigil: string;
  readonly name: string;
  /** Of the name alone. */
  readonly span: Span;
  /** Of the statement. */
  readonly whole: Span;
}

function definitionsIn(part: ApparmorPart): readonly Definition[] {
  return part.tree.statements.flatMap(({ start, statement }) => {
    if (statement.kind !== 'set-variable' && statement.kind !== 'boolean-variable') return [];
    const name = variableName(statement.name.raw);
    const at = start + statement.name.span.start + statement.name.raw.indexOf(name);
    return name === ''
      ? []
      : [{ sigil: statement.name.raw.slice(0, 1), name, span: span(at, at + name.length), whole: shift(statement.span, start) }];
  });
}

/** Whether a text has the variable elsewhere than at the names of its definitions and in comments. */
function mentions(text: string, sigil: string, name: string, definitions: ReadonlySet<number>): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] === '{' ? text[at - 2] : text[at - 1];
    if (before !== sigil || /\w/.test(text[at + name.length] ?? '') || definitions.has(at)) continue;
    if (!/^[ \t]*#(?!include)/.test(text.slice(text.lastIndexOf('\n', at) + 1, at))) return true;
  }
  return false;
}
