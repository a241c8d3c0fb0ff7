/** A file of each kind to be typed from its first key to its last, and everyday edits of it. Each text is made for this purpose. */

import { apparmorFiles } from './apparmor';
import { podFiles } from './pods';
import { seccompFiles } from './seccomp';
import { signatureFiles } from './signatures';

export const typedFiles = [...seccompFiles, ...signatureFiles, ...apparmorFiles, ...podFiles];
