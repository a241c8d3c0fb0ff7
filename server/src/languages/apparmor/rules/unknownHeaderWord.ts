import { didYouMean, refusal, suggestion } from './refusal';

export const unknownHeaderWord = refusal({
  code: 'apparmor/unknown-header-word',
  title: 'Unknown word in a profile header',
  why: `A profile's header has only \`flags=\`, \`xattrs=\` and \`+identities=\`; apparmor_parser refuses other words.`,
  example: { bad: 'profile web flag=(audit) {\n  /srv/www/** r,\n}\n', good: 'profile web flags=(audit) {\n  /srv/www/** r,\n}\n' },
  message: ({ word }) => `A profile header knows no ${word}=${suggestion(word, ['flags', 'xattrs', 'identities'])}`,
  fixes: (place, { word }) => [didYouMean(place, word, ['flags', 'xattrs'])],
});
