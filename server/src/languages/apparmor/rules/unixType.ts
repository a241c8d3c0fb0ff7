import { unixTypes } from '../../../knowledge';
import { didYouMean, refusal, suggestion } from './refusal';

export const unixType = refusal({
  code: 'apparmor/unix-type',
  title: 'An unknown socket type',
  why: `\`type=\` of a unix rule takes stream, dgram or seqpacket; apparmor_parser refuses words that are no socket type.`,
  example: { bad: 'profile web {\n  unix type=steam,\n}\n', good: 'profile web {\n  unix type=stream,\n}\n' },
  message: ({ word }) => `${word} is no socket type${suggestion(word, unixTypes)}`,
  fixes: (place, { word }) => [didYouMean(place, word, unixTypes)],
});
