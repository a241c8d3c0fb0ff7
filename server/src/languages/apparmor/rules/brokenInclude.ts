import { refusal } from './refusal';

export const brokenInclude = refusal({
  code: 'apparmor/broken-include',
  title: 'An include with a mistake in it',
  why: `Includes are part of the file: a mistake in one makes apparmor_parser refuse every profile that includes it.`,
  example: {
    bad: 'profile web {\n  include <abstractions/web>\n}\n',
    good: 'profile web {\n  include <abstractions/webd>\n}\n',
    files: { 'abstractions/web': '/srv/www/** z,\n', 'abstractions/webd': '/srv/www/** r,\n' },
  },
  message: ({ path = '' }) =>
    `${decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))} has a mistake (see the place below), so apparmor_parser refuses this file too.`,
});
