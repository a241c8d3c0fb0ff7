import { type Context, type Fix, type Rule, type Span, shift, wordTable } from '../../../core';
import { hasAny, type MediatedClassName } from '../../../knowledge';
import { type AbiInForce, abiDependentGroups, abiInForce, droppedConditions, mediationUnder, nameOfClasses } from '../policy/abi';
import { abiToWrite, changeOfMeaning } from '../policy/abiChoice';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import type { RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { startOfPolicy } from './missingAbi';
import { manual, parserSource } from './refusal';

export const notEnforced: Rule<ApparmorPart> = {
  code: 'apparmor/not-enforced',
  title: 'A rule that the abi does not enforce',
  category: 'compatibility',
  severity: 'warning',
  since: 'AppArmor 3.0',
  why: `apparmor_parser accepts a rule of a class that the abi does not mediate, and leaves it out of the compiled policy. So the rule allows nothing and denies nothing: every access of the class is allowed.

An \`abi\` names a file that lists the features of the kernel that the policy was written for. With \`abi <abi/3.0>,\` a program may create user namespaces whether a \`userns\` rule allows them or not. Without an abi apparmor_parser uses a list that is built in, which has no user namespaces, message queues and io_uring either. Distributions can set another list in \`parser.conf\`.

Conditions can be without effect too: below \`abi/4.0-ip\` a network rule with an address counts for every address. State an abi that mediates what the rule is about.`,
  sources: [manual, parserSource('parser_main.c')],
  example: {
    bad: 'abi <abi/3.0>,\n\nprofile web {\n  deny userns create,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  deny userns create,\n}\n',
  },
  *check(part, context) {
    const abi = abiInForce(part, context);
    const related = abi.span && { related: [{ span: abi.span, message: 'the abi' }] };
    const cure = (classes: readonly MediatedClassName[]) => () => [withAbi(part, context, abi, classes)];
    // Without features nothing is known of any rule.
    for (const { classes, start: base, items } of abi.features ? abiDependentGroups(part) : []) {
      const mediation = mediationUnder(abi, classes);
      if (mediation === 'patched' && !abi.span) continue;
      // Of the rules of an enforced class only those for networks have parts that an abi can leave out.
      if (mediation === 'enforced' && !classes.includes('network')) continue;
      for (const { start: own, statement } of items) {
        const start = base + own;
        const span = shift(spanOf(statement), start);
        const denies = statement.qualifiers.mode?.value === 'deny';
        if (mediation === 'unenforced' || (mediation === 'generic' && denies)) {
          const message = `${statement.verb} rules are not enforced ${abi.where}: ${nameOfClasses(classes)} are not mediated, so nothing is denied.`;
          yield { span, message, ...related, cure: cure(classes) };
        } else if (mediation === 'generic') {
          const message = `Not enforced in detail ${abi.where}: apparmor_parser writes "network unix" instead, which allows every Unix socket.`;
          yield { span, message, ...related };
        } else if (mediation === 'patched') {
          const message = `network rules are enforced ${abi.where} only by kernels with AppArmor's own network patches, such as Ubuntu's.`;
          yield { span, message, severity: 'hint', ...related };
        }
        if (mediation !== 'enforced' || !('access' in statement)) continue;
        for (const one of droppedConditions(statement, abi)) {
          const place = shift(one, start);
          const name = part.text.slice(place.start, place.end);
          const message = `"${name}" is not enforced ${abi.where}: apparmor_parser leaves it out, so the rule ${denies ? 'denies' : 'allows'} more than it says.`;
          yield { span: place, message, ...related };
        }
      }
    }
    yield* headers(part, abi);
  },
};

/** Flags and attributes of a profile's head that are read only where the abi lists them. */
const headFeatures: Readonly<Record<string, readonly string[]>> = wordTable({
  interruptible: ['policy/profile/interruptible'],
  'kill.signal': ['policy/profile/kill.signal'],
  error: ['policy/profile/error'],
});

function* headers(part: ApparmorPart, { features, release, where }: AbiInForce) {
  if (!features) return;
  for (const { profile, item } of profilesOf(part)) {
    if (item.site) continue;
    if (profile.xattrs && !hasAny(features, ['domain/attach_conditions/xattr'], release)) {
      const message = `xattrs are ignored ${where}: the profile attaches to the program whatever its attributes are.`;
      yield { span: shift(profile.xattrs.name.span, item.start), message };
    }
    for (const { raw, span } of profile.flags?.words ?? []) {
      const [flag = ''] = wordValue(raw).split('=');
      const needed = Object.hasOwn(headFeatures, flag) ? headFeatures[flag] : undefined;
      if (needed && !hasAny(features, needed, release))
        yield { span: shift(span, item.start), message: `apparmor_parser ignores the flag ${flag} ${where}.` };
    }
  }
}

const spanOf = ({ keyword, span }: RuleStatement): Span => keyword?.span ?? span;

function withAbi(part: ApparmorPart, context: Context, { span }: AbiInForce, classes: readonly MediatedClassName[]): Fix | undefined {
  const [first] = classes;
  const name = first && abiToWrite(part, context, classes.length > 1 ? [first] : classes);
  if (name === undefined || (!span && part.fragment)) return undefined;
  const stated = span && /^[^\s]*abi\//.test(part.text.slice(span.start, span.end));
  if (span && !stated) return undefined;
  const note = changeOfMeaning(part, context, name);
  return {
    title: `Write abi <abi/${name}>…`,
    edits: [span ? { span, text: `<abi/${name}>` } : { span: startOfPolicy(part), text: `abi <abi/${name}>,\n\n` }],
    safe: false,
    note: [note, 'Run the profile in complain mode first.'].filter(Boolean).join(' '),
  };
}
