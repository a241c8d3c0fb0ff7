import { capabilityWords } from '../../../knowledge';
import { didYouMean, manual, refusal, replace, suggestion } from './refusal';

export const unknownCapability = refusal({
  code: 'apparmor/unknown-capability',
  title: 'An unknown capability',
  why: `Capabilities are written in lower case and without \`CAP_\`; apparmor_parser refuses a profile with any other name.`,
  sources: [manual, { title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: { bad: 'profile web {\n  capability CAP_NET_BIND_SERVICE,\n}\n', good: 'profile web {\n  capability net_bind_service,\n}\n' },
  message: ({ word }) => `apparmor_parser knows no capability ${word}${suggestion(word.replace(/^cap_/i, ''), capabilityWords)}`,
  fixes: (place, { word }) => {
    const plain = word.toLowerCase().replace(/^cap_/, '');
    return [capabilityWords.includes(plain) ? replace(place, plain) : didYouMean(place, plain, capabilityWords)];
  },
});
