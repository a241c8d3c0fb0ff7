import { networkDomains, socketTypes } from '../../../knowledge';
import { didYouMean, refusal, replace, suggestion } from './refusal';

/** What other tools call the two families. */
const familyMeant = (word: string): string | undefined => (/^ip(v?4)?$/i.test(word) ? 'inet' : /^ipv?6$/i.test(word) ? 'inet6' : undefined);

export const unknownNetworkWord = refusal({
  code: 'apparmor/unknown-network-word',
  title: 'An unknown address family, type or protocol',
  why: `A network rule names an address family (\`inet\`, \`inet6\`, \`unix\`, \`netlink\`, …) and then a type (\`stream\`, \`dgram\`, \`raw\`, …) or protocol (\`tcp\`, \`udp\`, \`icmp\`); apparmor_parser refuses unknown words.`,
  example: { bad: 'profile web {\n  network ipv4 stream,\n}\n', good: 'profile web {\n  network inet stream,\n}\n' },
  message: ({ word, place }) =>
    place === 'type'
      ? `${word} is no socket type or protocol${suggestion(word, [...socketTypes, 'tcp', 'udp', 'icmp'])}`
      : `${word} is no address family${place === 'any' ? ', socket type or protocol' : ''}${suggestion(word, [...networkDomains, ...(place === 'any' ? socketTypes : [])], familyMeant(word))}`,
  fixes: (place, { word, place: where }) => {
    const family = familyMeant(word);
    return [
      family ? replace(place, family) : didYouMean(place, word, where === 'type' ? [...socketTypes, 'tcp', 'udp', 'icmp'] : networkDomains),
    ];
  },
});
