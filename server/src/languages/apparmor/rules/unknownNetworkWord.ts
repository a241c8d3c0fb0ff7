import { networkDomains, socketTypes } from '../../../knowledge';
import { didYouMean, refusal, replace, suggestion } from './refusal';

export const unknownNetworkWord = refusal({
  code: 'apparmor/unknown-network-word',
  title: 'An unknown address family, type or protocol',
  why: `A network rule names an address family (\`inet\`, \`inet6\`, \`unix\`, \`netlink\`, …) and then a type (\`stream\`, \`dgram\`, \`raw\`, …) or protocol (\`tcp\`, \`udp\`, \`icmp\`); apparmor_parser refuses unknown words.`,
  example: { bad: 'profile web {\n  network ipv4 stream,\n}\n', good: 'profile web {\n  network inet stream,\n}\n' },
  message: ({ word = '', place }) =>
    place === 'type'
      ? `${word} is no socket type or protocol${suggestion(word, [...socketTypes, 'tcp', 'udp', 'icmp'])}`
      : `${word} is no address family${place === 'any' ? ', socket type or protocol' : ''}${suggestion(word, [...networkDomains, ...(place === 'any' ? socketTypes : [])])}`,
  fixes: (place, { word = '', place: where }) => [
    /^ip(v?4)?$/i.test(word)
      ? replace(place, 'inet')
      : /^ipv?6$/i.test(word)
        ? replace(place, 'inet6')
        : didYouMean(place, word, where === 'type' ? [...socketTypes, 'tcp', 'udp', 'icmp'] : networkDomains),
  ],
});
