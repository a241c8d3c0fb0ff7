import { span } from '../../../core';
import { manual, parserSource, refusal, replace } from './refusal';

export const networkCombination = refusal({
  code: 'apparmor/network-combination',
  title: 'Invalid combination of network family and protocol',
  why: `The family comes first, and a protocol must belong to it: \`inet\` has tcp, udp and icmp, \`inet6\` has tcp and udp, other families have types only.`,
  sources: [manual, parserSource('network.cc')],
  example: { bad: 'profile web {\n  network stream inet,\n}\n', good: 'profile web {\n  network inet stream,\n}\n' },
  message: ({ word, against, swapped }) =>
    swapped ? `The family ${against} must come before ${word}.` : `The family ${against} has no protocol ${word}.`,
  fixes: (place, { word, against, swapped }, part) => {
    if (!swapped) return [];
    const end = part.text.indexOf(against, place.end) + against.length;
    return [replace(span(place.start, end), `${against} ${word}`)];
  },
});
