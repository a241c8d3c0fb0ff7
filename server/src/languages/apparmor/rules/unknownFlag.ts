import { profileFlags, profileValueFlags } from '../../../knowledge';
import { didYouMean, refusal, suggestion } from './refusal';

export const unknownFlag = refusal({
  code: 'apparmor/unknown-flag',
  title: 'An unknown profile flag',
  why: `apparmor_parser refuses a profile with a flag that it does not know.

\`prompt\`, \`default_allow\`, \`debug\`, \`interruptible\`, \`kill.signal=\` and \`attach_disconnected.path=\` need AppArmor 4.0, \`error=\` 4.1, \`attach_disconnected.ipc\` 5.0.`,
  example: {
    bad: 'profile web flags=(attach_disconected) {\n  /srv/www/** r,\n}\n',
    good: 'profile web flags=(attach_disconnected) {\n  /srv/www/** r,\n}\n',
  },
  message: ({ word }) => `${word} is no profile flag${suggestion(word, [...profileFlags, ...profileValueFlags])}`,
  fixes: (place, { word }) => [didYouMean(place, word, profileFlags)],
});
