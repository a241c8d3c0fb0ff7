import { convention, nameSpan, ownProfiles } from './convention';

export const conventionOneProfile = convention({
  code: 'apparmor/convention-one-profile',
  title: 'Several profiles in one file',
  why: `The convention \`one-profile\` requires one profile per file, so that a site can replace or disable each alone: aa-disable and \`disable/\` work on files.

Hats and children belong to their profile, and do not count.`,
  sources: [{ title: 'aa-disable(8)', url: 'https://manpages.debian.org/unstable/apparmor-utils/aa-disable.8.en.html' }],
  example: {
    bad: 'profile web {\n  capability chown,\n}\n\nprofile mail {\n  capability setuid,\n}\n',
    good: 'profile web {\n  capability chown,\n}\n',
  },
  *check(part) {
    const [first, ...others] = ownProfiles(part);
    for (const profile of others) {
      yield {
        span: nameSpan(profile),
        message: 'This is a further profile in one file; the convention “one-profile” requires a file for each.',
        ...(first && { related: [{ span: nameSpan(first), message: 'The first profile of the file.' }] }),
      };
    }
  },
});
