import { refusal, replace } from './refusal';

export const linkAndExec = refusal({
  code: 'apparmor/link-and-exec',
  title: 'An arrow with link and execute permission',
  why: `With the permissions in front, \`->\` names either a link's target or the profile to enter; with both \`l\` and an execute permission apparmor_parser cannot tell which.`,
  example: { bad: 'profile web {\n  lpx /usr/bin/logger -> logger,\n}\n', good: 'profile web {\n  px /usr/bin/logger -> logger,\n}\n' },
  message: (_, text) => `${text} has both l and execution, so -> has two meanings and apparmor_parser refuses it.`,
  fixes: (place, _, { text }) => {
    const rest = text.slice(place.start, place.end).replaceAll('l', '');
    return [{ ...replace(place, rest), safe: false }];
  },
});
