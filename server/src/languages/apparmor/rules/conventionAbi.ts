import { abiInForce } from '../policy/abi';
import { convention, nameSpan, ownProfiles, shippedProfiles } from './convention';
import { withAbi } from './missingAbi';
import { manual } from './refusal';

export const conventionAbi = convention({
  code: 'apparmor/convention-abi',
  since: 'AppArmor 3.0',
  title: 'A profile file that states no abi',
  why: `The convention \`abi\` asks each file with profiles to state the features that it was written for: \`abi <abi/4.0>,\`.

While it is on, it replaces the hint \`apparmor/missing-abi\`. The fix changes what is enforced, so only a person chooses it.`,
  sources: [manual, shippedProfiles],
  example: { bad: 'profile web {\n  capability chown,\n}\n', good: 'abi <abi/4.0>,\n\nprofile web {\n  capability chown,\n}\n' },
  *check(part, context) {
    const [first] = ownProfiles(part);
    if (!first || part.fragment || abiInForce(part, context).span) return;
    if (part.tree.statements.some(({ statement }) => statement.kind === 'abi')) return;
    yield {
      span: nameSpan(first),
      message: 'The file states no abi, as the convention “abi” requires.',
      cure: () => [withAbi(part, context)],
    };
  },
});
