import type { Happening } from '../../core';
import type { Holes } from './template';

/** A word of a seccomp profile that a runtime refuses. */
export const wordOfProfile =
  (field: string, problem: string) =>
  (holes: Holes): Happening => ({ kind: 'invalid-profile', of: 'seccomp', word: holes.word ?? '', field, problem });
