import type { Unanswered } from '../../../core';
import { type Analysis, decide } from '../analysis';
import { outcome } from '../wording';
import { ENOSYS, findAction } from '../words';
import type { SeenCall } from './readLog';
import { siteOf } from './site';

/** Asks a profile for every recorded call: what it would still refuse. */
export function failingCalls(analysis: Analysis, calls: readonly SeenCall[]): readonly Unanswered[] {
  return calls.flatMap((seen) => {
    const { call, abi, lines } = seen;
    const line = lines[0] ?? 0;
    if (abi && !analysis.resolved.abis.includes(abi))
      return [{ line, what: call, why: `The filter does not cover ${abi.name}: it kills the program.` }];
    const site = siteOf(analysis, seen);
    if (!site) return [{ line, what: call, why: 'No ABI that the filter covers has this call.' }];
    const refused = site.vectors
      .map((vector) => decide(analysis, site.abi, site.call, vector).verdict)
      .find((verdict) => findAction(verdict.action)?.outcome === 'denied');
    // The C library goes on with clone, whose own decision is asked for as well.
    if (!refused || (call === 'clone3' && refused.errno === ENOSYS)) return [];
    return [{ line, what: call, why: `The call ${outcome(refused)}.` }];
  });
}
