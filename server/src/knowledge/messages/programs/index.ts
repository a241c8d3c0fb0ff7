/** What ordinary programs and the runtimes of languages print when the kernel refuses an operation. */

import { family } from '../template';
import { filesMessages } from './files';
import { languagesMessages } from './languages';
import { networkMessages } from './network';
import { processesMessages } from './processes';
import { refused } from './refused';
import { serversMessages } from './servers';
import { systemMessages } from './system';
import { usersMessages } from './users';

/**
 * $source the repositories that each row names; perror(3)
 * $checked 2026-11-30
 */
export const programMessages = family('program', '', 'runtime', [
  ...filesMessages,
  ...usersMessages,
  ...serversMessages,
  ...networkMessages,
  ...processesMessages,
  ...systemMessages,
  ...languagesMessages,
  // Anything else that names a path and an error.
  refused('path', 'perror(3)', 'open-file', '{program}: {path:slashed}: {errno}', 'till: /srv/till: Permission denied', { generic: true }),
  refused('plain', 'perror(3)', 'unknown', '{program}: {call}: {errno}', 'till: tune: Operation not permitted', { generic: true }),
]);
