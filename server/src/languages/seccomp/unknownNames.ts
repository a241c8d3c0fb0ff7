import { findSyscall } from '../../knowledge';
import { keptWith, namesOf, type ProfileRule } from './model';

/** The names of a rule that libseccomp doesn't know, by their places among its names. */
export const unknownNamesOf = (rule: ProfileRule): readonly number[] => keptWith(rule, undefined, unknownIn);

const unknownIn = (rule: ProfileRule): readonly number[] =>
  namesOf(rule).flatMap(({ value }, at) => (value && !findSyscall(value) ? [at] : []));
