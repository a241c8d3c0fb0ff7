import type { Rule } from '../../../core';
import { unentered } from '../policy/entered';
import type { ApparmorPart } from '../policy/model';
import { nameSpan } from './convention';
import { manual } from './refusal';

export const unenteredProfile: Rule<ApparmorPart> = {
  code: 'apparmor/unentered-profile',
  title: 'A profile that nothing enters',
  category: 'correctness',
  severity: 'hint',
  why: `The profile has no attachment and no file of the folder names it, so no program ever runs under it.

Often its name changed and a rule still has the former one, or the rule that entered it was removed. Give the profile an attachment, name it in a rule (\`Px -> name\`, \`Cx -> child\`, \`change_profile -> name\`), or remove it.

What counts: rules of all AppArmor files in the folder, \`localhostProfile\` of pods and \`apparmor=\` of Compose files. What Confine can't see: programs that call \`aa_change_profile\` or \`aa_change_onexec\`, \`AppArmorProfile=\` in units of systemd, runtimes and pods that are configured elsewhere. So hats are not reported, nor profiles with the names that container engines, libvirt, LXC and snapd give, nor those named after a unit (\`web.service\`). A folder where no other file attaches a profile, such as one of profiles for containers, is left out. A rule that allows a change to every profile (\`change_profile,\`) names none.`,
  sources: [manual],
  example: {
    bad: 'profile web /usr/bin/web {\n  /usr/bin/worker Px -> worker,\n}\nprofile workers {\n  /srv/** r,\n}\n',
    good: 'profile web /usr/bin/web {\n  /usr/bin/worker Px -> worker,\n}\nprofile worker {\n  /srv/** r,\n}\n',
    path: 'apparmor.d/web',
    context: {
      facts: [
        {
          kind: 'apparmor-attachment',
          name: '/usr/bin/shop',
          detail: 'shop',
          uri: 'file:///project/apparmor.d/shop',
          span: { start: 0, end: 0 },
        },
      ],
    },
  },
  *check(part, { facts }) {
    if (part.fragment || part.template) return;
    for (const profile of unentered(part, facts)) {
      const { fullName } = profile;
      yield {
        span: nameSpan(profile),
        message: fullName.includes('//')
          ? `Nothing enters the child profile ${fullName}: it has no attachment and no rule names it.`
          : `No file of this folder enters the profile ${fullName}: it has no attachment, and no rule, pod or Compose file names it.`,
      };
    }
  },
};
