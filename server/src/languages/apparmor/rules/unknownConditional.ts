import { conditionals } from '../../../knowledge';
import { didYouMean, refusal, suggestion } from './refusal';

export const unknownConditional = refusal({
  code: 'apparmor/unknown-conditional',
  title: 'Unknown conditional for this rule',
  why: `Each kind of rule has its own conditionals, and some are allowed only inside \`peer=( )\` or only outside; apparmor_parser refuses others.`,
  example: {
    bad: 'profile web {\n  dbus send buss=session,\n}\n',
    good: 'profile web {\n  dbus send bus=session,\n}\n',
  },
  message: ({ verb = 'The rule', name, peer, elsewhere }) =>
    elsewhere
      ? `${verb} takes ${name}= only ${peer ? 'outside of' : 'inside'} peer=( ).`
      : `${verb} knows no ${name}=${suggestion(name, [...(conditionals[verb]?.local ?? []), ...(conditionals[verb]?.peer ?? [])])}`,
  fixes: (place, { verb = '', name, elsewhere }) => (elsewhere ? [] : [didYouMean(place, name, conditionals[verb]?.local ?? [])]),
});
