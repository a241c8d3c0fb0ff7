import { mountOptionWords } from '../../../knowledge';
import { didYouMean, manual, parserSource, refusal, replace, suggestion } from './refusal';

export const unknownMountOption = refusal({
  code: 'apparmor/unknown-mount-option',
  title: 'An unknown mount option',
  why: `\`options=\` takes the flags of mount(2) by their mount(8) names; options of single file systems are not mediated and are refused. Several are in parentheses.`,
  sources: [manual, parserSource('mount.cc')],
  example: {
    bad: 'profile web {\n  mount options=(readonly, bind) /srv/ -> /mnt/,\n}\n',
    good: 'profile web {\n  mount options=(ro, bind) /srv/ -> /mnt/,\n}\n',
  },
  message: ({ word }) =>
    word.includes(',')
      ? `Several options must be in parentheses: options=(${word}).`
      : `${word} is no mount flag that apparmor_parser knows${suggestion(word, mountOptionWords(), word === 'readonly' ? 'ro' : undefined)}`,
  fixes: (place, { word }) =>
    word.includes(',')
      ? [replace(place, `(${word})`)]
      : word === 'readonly'
        ? [replace(place, 'ro')]
        : [didYouMean(place, word, mountOptionWords())],
});
