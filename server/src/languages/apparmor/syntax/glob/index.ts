/** AppArmor's globs (AARE): what is wrong with one, what it matches, and whether two can match the same string. */

export { keptGlobs, matches } from './automaton';
export { covers, overlap, someMatch } from './compare';
export { apart, type Ends, endsApart, endsOf, headsOf, knownEndsOf, plainStart } from './ends';
export { HeadIndex } from './heads';
export { type GlobError, globError, isExact, squeezeSlashes } from './syntax';
