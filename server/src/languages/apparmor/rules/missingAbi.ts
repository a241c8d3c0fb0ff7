import { type Fix, type Rule, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { manual } from './refusal';

export const missingAbi: Rule<ApparmorPart> = {
  code: 'apparmor/missing-abi',
  title: 'A profile without abi',
  category: 'compatibility',
  severity: 'hint',
  why: `Without an \`abi\` rule apparmor_parser assumes the features of AppArmor 2.x, so rules that came later are read and then not enforced.

Since AppArmor 3.0 a policy states the features that it was written for: \`abi <abi/4.0>,\` before the first profile. Later mediation (user namespaces, message queues, io_uring, addresses of network rules) works only with an abi that knows it.`,
  sources: [manual, { title: 'AppArmor wiki: ABI', url: 'https://gitlab.com/apparmor/apparmor/-/wikis/AppArmorpolicyfeaturesABI' }],
  example: { bad: 'profile web {\n  userns create,\n}\n', good: 'abi <abi/4.0>,\n\nprofile web {\n  userns create,\n}\n' },
  *check(part) {
    if (part.fragment || part.tree.statements.some(({ statement }) => statement.kind === 'abi')) return;
    const first = part.tree.statements.find(({ statement }) => statement.kind === 'profile');
    if (first?.statement.kind !== 'profile' || !first.statement.name) return;
    const { name } = first.statement;
    yield {
      span: span(first.start + name.span.start, first.start + name.span.end),
      message: 'No abi is stated, so apparmor_parser assumes AppArmor 2.x and does not enforce rules that came later.',
      cure: () => [withAbi(part)],
    };
  },
};

function withAbi({ tree }: ApparmorPart): Fix {
  const [first] = tree.statements;
  const at = first ? first.start + first.statement.span.start : 0;
  const note = 'Mediation that was not enforced until now takes effect; run the profile in complain mode first.';
  return { title: 'Add abi <abi/4.0>…', edits: [{ span: span(at, at), text: 'abi <abi/4.0>,\n\n' }], safe: false, note };
}
