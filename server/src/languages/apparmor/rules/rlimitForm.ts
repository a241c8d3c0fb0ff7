import { span } from '../../../core';
import { insert, refusal, replace } from './refusal';

export const rlimitForm = refusal({
  code: 'apparmor/rlimit-form',
  title: 'Invalid rlimit rule',
  why: `A limit reads \`set rlimit name <= value,\`; apparmor_parser refuses every other form.`,
  example: { bad: 'profile web {\n  set rlimit nofile 1024,\n}\n', good: 'profile web {\n  set rlimit nofile <= 1024,\n}\n' },
  message: () => 'A resource limit reads set rlimit name <= value, and apparmor_parser refuses this one.',
  fixes: (place, _, part) => {
    const text = part.text.slice(place.start, place.start + 40);
    const sign = /^(?:=<|<|=|==)(?=\s*[\d-])/.exec(text)?.[0];
    if (sign) return [replace(span(place.start, place.start + sign.length), '<=')];
    return [/^(?:-?\d|infinity)/.test(text) ? insert(place.start, '<= ', 'Insert <=') : undefined];
  },
});
