import { type Fix, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import type { PlacedStatement } from '../syntax/tree';
import {
  commentAbove,
  convention,
  indentOf,
  isLocal,
  isSiteInclude,
  lineEnding,
  nameSpan,
  ownLine,
  ownProfiles,
  shippedProfiles,
} from './convention';

export const conventionLocal = convention({
  code: 'apparmor/convention-local',
  title: 'A profile that does not end with its local include',
  why: `The convention \`local\` requires \`include if exists <local/NAME>\` as the last statement of each profile that is neither a hat nor a child: the file in which a site adds rules without editing the profile.

An optional include of a folder with the ending \`.d\` (\`include if exists <web.d>\`) counts as one where it is last.

A hat or child needs none, but one that it has comes last too. To move an include doesn't change what the profile allows. To add one lets the rules of that file apply, so this fix isn't made without asking.`,
  sources: [shippedProfiles],
  example: {
    bad: 'profile web {\n  include if exists <local/web>\n  capability chown,\n}\n',
    good: 'profile web {\n  capability chown,\n  include if exists <local/web>\n}\n',
  },
  *check(part) {
    const own = new Set(ownProfiles(part));
    for (const profile of profilesOf(part)) {
      if (profile.item.site || !profile.profile.body) continue;
      const statements = profile.profile.body.statements.filter(({ statement }) => statement.kind !== 'rest');
      const last = statements.at(-1);
      const local = statements.findLast(({ statement }) => isLocal(statement));
      if (last && isSiteInclude(last.statement)) continue;
      if (local && last) {
        const place = placeOf(profile, local);
        yield {
          span: place,
          message: 'The local include is not the last statement of the profile, as the convention “local” requires.',
          cure: () => [moved(part, profile, place, placeOf(profile, last))],
        };
      } else if (!local && own.has(profile)) {
        yield {
          span: nameSpan(profile),
          message: 'The profile has no local include, as the convention “local” requires.',
          cure: () => [added(part, profile)],
        };
      }
    }
  },
});

const placeOf = ({ item }: NamedProfile, { start, statement }: PlacedStatement): Span =>
  span(item.start + start + statement.span.start, item.start + start + statement.span.end);

/** Takes the line and the comment over it after the last statement; the order of rules doesn't count for apparmor_parser. */
function moved({ text }: ApparmorPart, profile: NamedProfile, place: Span, last: Span): Fix | undefined {
  const from = ownLine(text, place);
  const after = ownLine(text, span(last.end, last.end)) ?? lineAfter(text, last.end);
  const close = profile.profile.body?.close;
  const start = from && commentAbove(text, from.start);
  if (!from || start === undefined || after === undefined || !close || after.end > profile.item.start + close.start) return undefined;
  return {
    title: 'Move the local include to the end of the profile',
    edits: [
      { span: span(start, from.end), text: '' },
      { span: span(after.end, after.end), text: text.slice(start, from.end) },
    ],
    safe: true,
  };
}

/** The rest of a line, where nothing but a comment is left on it. */
function lineAfter(text: string, offset: number): Span | undefined {
  const next = text.indexOf('\n', offset);
  return next >= 0 && /^\s*(?:#.*)?\r?$/.test(text.slice(offset, next)) ? span(offset, next + 1) : undefined;
}

function added(part: ApparmorPart, profile: NamedProfile): Fix | undefined {
  const { text } = part;
  const close = profile.profile.body?.close;
  const file = profile.fullName.replace(/^\/+/, '').replaceAll('/', '.');
  if (!close || !/^[\w.@+-]+$/.test(file)) return undefined;
  const at = profile.item.start + close.start;
  const start = text.lastIndexOf('\n', at - 1) + 1;
  if (text.slice(start, at).trim() !== '') return undefined;
  const ending = lineEnding(part);
  const gap = profile.profile.body?.statements.some(({ statement }) => statement.kind !== 'rest') && !/\n\r?\n$/.test(text.slice(0, start));
  const line = `include if exists <local/${file}>`;
  return {
    title: `Add ${line}`,
    edits: [{ span: span(start, start), text: `${gap ? ending : ''}${indentOf(text, profile)}${line}${ending}` }],
    safe: false,
  };
}
