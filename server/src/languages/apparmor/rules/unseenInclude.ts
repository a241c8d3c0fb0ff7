import { refusal } from './refusal';

export const unseenInclude = refusal({
  code: 'apparmor/unseen-include',
  title: 'An include that cannot be seen from here',
  severity: 'hint',
  why: `The included file lies in a folder that is not within reach, so what it defines and allows is not taken into account.

Add AppArmor's folder (usually \`/etc/apparmor.d\`) to the include folders to have it read.`,
  example: { bad: 'include <tunables/global>\nprofile web {\n}\n', good: 'include if exists <tunables/global>\nprofile web {\n}\n' },
  message: ({ path }) => `${path} is not within reach, so what it brings is not taken into account.`,
});
