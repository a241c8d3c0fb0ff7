import { insert, parserSource, refusal } from './refusal';

export const identitiesForm = refusal({
  code: 'apparmor/identities-form',
  since: 'AppArmor 5.0',
  title: 'Invalid form of identities',
  why: `Identities read \`+identities=(name …)\`, with the plus sign, and a value without a slash has no blank. They need AppArmor 5.0.`,
  sources: [parserSource('parser_yacc.y')],
  example: { bad: 'profile web identities=(web) {\n}\n', good: 'profile web +identities=(web) {\n}\n' },
  message: () => 'Identities read +identities=(name …), so apparmor_parser refuses this.',
  fixes: (place, _, part) =>
    part.text.startsWith('identities', place.start) && part.text[place.start - 1] !== '+'
      ? [insert(place.start, '+', 'Add the plus sign')]
      : [],
});
