import type { Fact, Fix, Rule, Span } from '../../../core';
import { shippedIncludes } from '../../../knowledge';
import { type ApparmorPart, problemsOfCode } from '../policy/model';
import { manual } from './refusal';

export const unseenInclude: Rule<ApparmorPart> = {
  code: 'apparmor/unseen-include',
  title: 'An include that cannot be seen from here',
  category: 'correctness',
  severity: 'hint',
  why: `The included file lies in a folder that is not within reach, so what it defines and allows is not taken into account. One finding
stands for all such includes of a file.

Add AppArmor's folder (usually \`/etc/apparmor.d\`) to the include folders to have it read.`,
  sources: [manual],
  example: {
    bad: 'include tunables/global\nprofile web {\n}\n',
    good: 'include <tunables/global>\nprofile web {\n}\n',
    files: { 'tunables/global': '' },
  },
  *check(part, { facts }) {
    const [first, ...more] = problemsOfCode(part, 'apparmor/unseen-include');
    if (!first) return;
    const said =
      more.length === 0 ? 'is not within reach, so what it defines' : `and ${more.length} more are not within reach, so what they define`;
    yield {
      span: first.span,
      message: `${first.path} ${said} is not taken into account.`,
      cure: () => [inBrackets(part, first.span, facts)],
    };
  },
};

/** Without brackets a name counts from the folder that apparmor_parser runs in, which is seldom meant. */
function inBrackets({ text }: ApparmorPart, place: Span, facts: readonly Fact[]): Fix | undefined {
  const name = text.slice(place.start, place.end).replace(/^"(.*)"$/, '$1');
  const known = shippedIncludes().has(name) || facts.some((fact) => fact.kind === 'apparmor-fragment' && fact.name === name);
  return known ? { title: `Write <${name}>`, edits: [{ span: place, text: `<${name}>` }], safe: false } : undefined;
}
