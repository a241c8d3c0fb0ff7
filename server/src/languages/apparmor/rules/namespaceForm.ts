import { refusal } from './refusal';

export const namespaceForm = refusal({
  code: 'apparmor/namespace-form',
  title: 'A namespace that is not closed or empty',
  why: `A name in a namespace reads \`:namespace:name\` or \`:namespace://name\`; both parts are needed.`,
  example: { bad: 'profile :guest: {\n  /srv/www/** r,\n}\n', good: 'profile :guest:web {\n  /srv/www/** r,\n}\n' },
  message: ({ word, reason }) =>
    reason === 'open'
      ? `The namespace in ${word} has no closing colon.`
      : reason === 'empty'
        ? `${word} names an empty namespace.`
        : `${word} names a namespace but no profile in it.`,
});
