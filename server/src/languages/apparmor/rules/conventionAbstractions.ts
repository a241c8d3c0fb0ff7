import { code, counted, type Fix } from '../../../core';
import { listed, opensToo } from '../meaning/phrases';
import { type Replaceable, replaceableIn } from '../meaning/replaceable';
import { additionEdits } from '../policy/additions';
import type { ApparmorPart } from '../policy/model';
import { convention, shippedProfiles } from './convention';
import { manual, ownLine } from './refusal';

export const conventionAbstractions = convention({
  code: 'apparmor/convention-abstractions',
  title: 'Rules that many profiles repeat and an abstraction allows',
  why: `The convention \`abstractions\` looks for rules of a profile that two or more other profiles of the workspace have in the same words, and that one abstraction allows. A change is then made in one place instead of in each profile.

Considered are the abstractions that the profile could include: those in \`abstractions/\` of the include folders, whose variables mean the same in the profile and which run no program in another way than the profile does. An abstraction that the profile includes already is left out; what it allows is reported by \`apparmor/covered-rule\`. Rules for files and capabilities are compared by what they allow, rules of other kinds by their words.

An abstraction allows more than the rules that it replaces, so only a person chooses the fix. The finding says what else the profile would allow.`,
  sources: [manual, shippedProfiles],
  example: {
    bad: 'profile web {\n  /etc/fonts/** r,\n  /usr/share/fonts/** r,\n}\n',
    good: 'profile web {\n  include <abstractions/fonts>\n}\n',
    files: { 'abstractions/fonts': '/etc/fonts/** r,\n/usr/share/fonts/** r,\n/var/cache/fontconfig/** r,\n' },
    facts: ['shop', 'mail'].map((name) => ({
      kind: 'apparmor-rules',
      name,
      detail: '/etc/fonts/** r\n/usr/share/fonts/** r',
      uri: `file:///project/apparmor.d/${name}`,
      span: { start: 0, end: 0 },
    })),
  },
  *check(part, { facts }) {
    for (const one of replaceableIn(part, facts).found) {
      const [first, ...rest] = one.rules;
      if (!first) continue;
      yield {
        span: first.span,
        message: `\`include <${one.abstraction}>\` allows ${counted(one.rules.length, 'rule')} of this profile that ${one.repeatedBy} or more other profiles repeat, and opens ${one.opens.length > 0 ? listed(one.opens.map(code), 3) : 'nothing else'}.`,
        related: rest.slice(0, 10).map(({ span }) => ({ span, message: 'The abstraction allows this rule too.' })),
        cure: () => [replaced(part, one)],
      };
    }
  },
});

function whatElse({ abstraction, opens, denies }: Replaceable): string {
  const opened = opensToo(abstraction, opens);
  return denies.length === 0 ? opened : `${opened} It denies \`${denies[0]}\`${denies.length > 1 ? ' and more' : ''}.`;
}

function replaced(part: ApparmorPart, one: Replaceable): Fix {
  const { profile, abstraction, rules, opens } = one;
  const include = `include <${abstraction}>`;
  return {
    title: `Replace ${counted(rules.length, 'rule')} by ${include}${opens.length > 0 ? ', which allows more' : ''}…`,
    edits: [
      ...additionEdits(part, profile, [{ verb: 'include', text: include }]),
      ...rules.map(({ span }) => ({ span: ownLine(part.text, span), text: '' })),
    ],
    safe: false,
    manual: true,
    note: whatElse(one),
  };
}
