import { rlimits } from '../../../knowledge';
import { didYouMean, manual, refusal, suggestion } from './refusal';

export const unknownRlimit = refusal({
  code: 'apparmor/unknown-rlimit',
  title: 'An unknown resource limit',
  why: `\`set rlimit\` takes the names of setrlimit(2) in lower case and without \`RLIMIT_\`; apparmor_parser refuses other names.`,
  sources: [manual, { title: 'setrlimit(2)', url: 'https://man7.org/linux/man-pages/man2/setrlimit.2.html' }],
  example: { bad: 'profile web {\n  set rlimit nfile <= 1024,\n}\n', good: 'profile web {\n  set rlimit nofile <= 1024,\n}\n' },
  message: ({ word }) => `${word} is no resource limit${suggestion(word, Object.keys(rlimits))}`,
  fixes: (place, { word }) => [didYouMean(place, word, Object.keys(rlimits))],
});
