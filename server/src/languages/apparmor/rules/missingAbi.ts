import { type Context, type Fix, type Rule, type Span, span } from '../../../core';
import { abiDependentGroups, abiInForce, mediationUnder } from '../policy/abi';
import { abiToWrite, changeOfMeaning } from '../policy/abiChoice';
import type { ApparmorPart } from '../policy/model';
import { manual } from './refusal';

export const missingAbi: Rule<ApparmorPart> = {
  code: 'apparmor/missing-abi',
  title: 'A profile without abi',
  category: 'compatibility',
  severity: 'hint',
  steady: true,
  since: 'AppArmor 3.0',
  why: `Without an \`abi\` apparmor_parser takes a list of features that is built in. User namespaces, message queues and io_uring are not on it, so nothing of these is denied, and network rules are enforced only by kernels with AppArmor's own network patches, such as Ubuntu's.

Since AppArmor 3.0 a policy states the features that it was written for: \`abi <abi/4.0>,\` before the first profile. A distribution can set another list for policies without an abi in \`parser.conf\`, so that one file means different things on different systems.`,
  sources: [manual, { title: 'AppArmor wiki: ABI', url: 'https://gitlab.com/apparmor/apparmor/-/wikis/AppArmorpolicyfeaturesABI' }],
  example: { bad: 'profile web {\n  network inet stream,\n}\n', good: 'abi <abi/4.0>,\n\nprofile web {\n  network inet stream,\n}\n' },
  *check(part, context) {
    if (context.apparmor.conventions?.includes('abi')) return;
    if (part.fragment || part.tree.statements.some(({ statement }) => statement.kind === 'abi')) return;
    if (abiInForce(part, context).span || hasUnenforcedRule(part, context)) return;
    const first = part.tree.statements.find(({ statement }) => statement.kind === 'profile');
    if (first?.statement.kind !== 'profile' || !first.statement.name) return;
    const { name } = first.statement;
    yield {
      span: span(first.start + name.span.start, first.start + name.span.end),
      message: 'No abi is stated: apparmor_parser uses its built-in list of features, which leaves out what came after AppArmor 2.x.',
      cure: () => [withAbi(part, context)],
    };
  },
};

/** Such a rule is reported at its own place (not-enforced). */
function hasUnenforcedRule(part: ApparmorPart, context: Context): boolean {
  const abi = abiInForce(part, context);
  return abiDependentGroups(part).some(({ classes }) => mediationUnder(abi, classes) === 'unenforced');
}

/** Where a policy begins: before the first statement. */
export function startOfPolicy({ tree }: ApparmorPart): Span {
  const [first] = tree.statements;
  const at = first ? first.start + first.statement.span.start : 0;
  return span(at, at);
}

/** Writes the abi that fits best; it changes what is enforced. */
export function withAbi(part: ApparmorPart, context: Context): Fix | undefined {
  const name = abiToWrite(part, context);
  if (name === undefined) return undefined;
  const note = [changeOfMeaning(part, context, name), 'Run the profile in complain mode first.'].filter(Boolean).join(' ');
  return { title: `Add abi <abi/${name}>…`, edits: [{ span: startOfPolicy(part), text: `abi <abi/${name}>,\n\n` }], safe: false, note };
}
