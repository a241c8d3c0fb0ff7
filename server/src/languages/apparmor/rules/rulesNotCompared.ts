import type { Rule } from '../../../core';
import { redundanciesOf } from '../meaning/redundancy';
import type { ApparmorPart } from '../policy/model';
import { manual, parserSource } from './refusal';

/** Patterns that only their length tells apart, with many states each. */
const alike = (count: number): string => Array.from({ length: count }, (_, i) => `  /srv/**a${'?'.repeat(10 + i)}*b r,\n`).join('');

export const rulesNotCompared: Rule<ApparmorPart> = {
  code: 'apparmor/rules-not-compared',
  title: 'Rules that were not compared, because that takes too long',
  category: 'correctness',
  severity: 'information',
  steady: true,
  why: `Confine compares rules in pairs to find those that contradict each other and those without effect. It stops where the patterns of a profile
are so many and so alike that this would take minutes, and then such findings may be missing.

apparmor_parser reads the profile; building the kernel's table from such patterns takes it long too.`,
  sources: [manual, parserSource('libapparmor_re/hfa.cc')],
  example: {
    bad: `profile web {\n${alike(12)}}\n`,
    good: 'profile web {\n  /srv/** r,\n}\n',
  },
  *check(part) {
    for (const span of redundanciesOf(part).cut) {
      yield {
        span,
        message:
          'The patterns of this profile are too many and too alike to compare all of them, so contradictions and rules without effect may be missing here, and apparmor_parser needs long for the profile, too.',
      };
    }
  },
};
