import { giveaway, withoutRule } from './giveaway';

export const unlimitedChangeProfile = giveaway({
  code: 'apparmor/unlimited-change-profile',
  kind: 'change-profile',
  title: 'Unlimited change_profile: the process may leave its profile',
  severity: 'information',
  why: `A process that may change to any profile may change to \`unconfined\`, so it is confined only as long as it wants to be.

Container runtimes and service managers need this, since they place other programs under their profiles. Others name the profiles: \`change_profile -> web//worker,\`.`,
  example: {
    bad: 'profile web {\n  change_profile -> **,\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  note: 'The program can no longer change its profile by itself.',
  fix: withoutRule,
});
