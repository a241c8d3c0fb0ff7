/** A row about a program that was refused an operation. */

import type { RefusalErrno } from '../../../core';
import { operationOfFunction } from '../operations';
import { errnoOf, type Holes, type MessageRow } from '../template';

/** `{program}`, `{path}`, `{port}` and `{errno}` of the form go into what happened; the operation `call` is that of the function in `{call}`. */
export function refused(
  id: string,
  file: string,
  operation: string,
  form: string,
  example: string,
  more: { readonly errno?: RefusalErrno; readonly generic?: true; readonly capability?: string } = {},
): MessageRow {
  const { generic, errno: fixed, capability } = more;
  return {
    id,
    file,
    form,
    example,
    ...(generic && { generic }),
    gives: (holes: Holes) => {
      const errno = fixed ?? errnoOf(holes.errno ?? '');
      if (!errno) return undefined;
      const port = Number(holes.port);
      return {
        kind: 'refused',
        operation: operation === 'call' ? operationOfFunction(holes.call ?? '') : operation,
        errno,
        ...(holes.program !== undefined && { program: holes.program }),
        ...(holes.path && { path: holes.path }),
        ...(Number.isInteger(port) && port > 0 && { port }),
        ...(capability !== undefined && { capability }),
      };
    },
  };
}

export const coreutils = (file: string) => `coreutils/coreutils src/${file}`;
export const busybox = (file: string) => `mirror/busybox ${file}`;
