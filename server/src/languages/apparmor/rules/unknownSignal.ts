import { signalNames } from '../../../knowledge';
import { didYouMean, manual, parserSource, refusal, replace, suggestion } from './refusal';

export const unknownSignal = refusal({
  code: 'apparmor/unknown-signal',
  title: 'An unknown signal',
  why: `Signals are written in lower case and without \`SIG\`; real-time signals read \`rtmin+0\` to \`rtmin+32\`. apparmor_parser refuses other names.`,
  sources: [manual, parserSource('signal.cc')],
  example: { bad: 'profile web {\n  signal send set=SIGTERM peer=web,\n}\n', good: 'profile web {\n  signal send set=term peer=web,\n}\n' },
  message: ({ word }) => `${word} is no signal that apparmor_parser knows${suggestion(word.replace(/^sig/i, ''), signalNames)}`,
  fixes: (place, { word }) => {
    const plain = word.toLowerCase().replace(/^sig/, '');
    return [signalNames.includes(plain) ? replace(place, plain) : didYouMean(place, plain, signalNames)];
  },
});
