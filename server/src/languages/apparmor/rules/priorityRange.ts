import { refusal, replace } from './refusal';

export const priorityRange = refusal({
  code: 'apparmor/priority-range',
  since: 'AppArmor 4.1',
  title: 'A priority out of range',
  why: `A rule's priority is a whole number from -1000 to 1000; apparmor_parser refuses others. Priorities need AppArmor 4.1.`,
  example: { bad: 'profile web {\n  priority=5000 /srv/www/** r,\n}\n', good: 'profile web {\n  priority=1000 /srv/www/** r,\n}\n' },
  message: ({ word }) => `${word ?? 'This'} is no priority: it is a whole number from -1000 to 1000.`,
  fixes: (place, { word }) => (word === undefined ? [] : [{ ...replace(place, Number(word) < 0 ? '-1000' : '1000'), safe: false }]),
});
