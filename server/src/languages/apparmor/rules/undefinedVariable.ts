import { type Fix, nearest } from '../../../core';
import { variableHelp } from '../../../knowledge';
import { type ApparmorPart, policyOf } from '../policy/model';
import { insert, manual, parserSource, refusal, replace } from './refusal';

export const undefinedVariable = refusal({
  code: 'apparmor/undefined-variable',
  title: 'An undefined variable',
  why: `A variable must be defined in the preamble or by an include there before a profile uses it; otherwise apparmor_parser refuses the file, without naming a line.

\`@{PROC}\`, \`@{HOME}\` and their like come with \`include <tunables/global>\`. \`@{profile_name}\` exists inside profiles; \`@{exec_path}\` and \`@{attach_path}\` (AppArmor 5.0) only inside a profile with an attachment.`,
  sources: [manual, parserSource('variable.cc')],
  example: {
    bad: '@{site} = /srv/www\nprofile web {\n  @{sites}/** r,\n}\n',
    good: '@{site} = /srv/www\nprofile web {\n  @{site}/** r,\n}\n',
  },
  message: ({ name, through }, _, part) => {
    if (through) return `@{${through}} uses @{${name}}, which is not defined, so apparmor_parser refuses the file.`;
    const plain = bareName(name);
    const guess = isTunable(plain) ? undefined : meant(plain, part);
    return `@{${plain}} is not defined, so apparmor_parser refuses the file${guess === undefined ? '.' : `; did you mean @{${guess}}?`}`;
  },
  fixes: (place, { name, through }, part) => {
    const plain = bareName(name);
    const guess = through ? undefined : meant(plain, part);
    const text = part.text.slice(place.start, place.end);
    const tunables = isTunable(plain) ? withTunables(part) : undefined;
    if (tunables) return [tunables];
    if (guess === undefined || !text.includes(`@{${plain}}`)) return [];
    return [{ ...replace(place, text.replace(`@{${plain}}`, `@{${guess}}`), `Write @{${guess}}`), safe: false }];
  },
});

/** The name without its sign and braces. */
export const bareName = (name: string) => name.replace(/^@\{?|\}$/g, '');

/** Whether the tunables of AppArmor define it. */
export const isTunable = (name: string) => variableHelp().has(name) && !/^(?:profile_name|exec_path|attach_path)$/.test(name);

const meant = (name: string, part: ApparmorPart) => nearest(name, policyOf(part).environment.sets.keys());

/** After the abi, or before the first statement. */
export function withTunables({ tree, text, fragment }: ApparmorPart): Fix | undefined {
  if (fragment || text.includes('<tunables/global>')) return undefined;
  const abi = tree.statements.findLast(({ statement }) => statement.kind === 'abi');
  const first = tree.statements[0];
  const line = 'include <tunables/global>';
  if (abi) return insert(abi.start + abi.statement.span.end, `\n\n${line}`, `Add ${line}`);
  const at = first ? first.start + first.statement.span.start : text.length;
  return insert(at, `${line}\n\n`, `Add ${line}`);
}
