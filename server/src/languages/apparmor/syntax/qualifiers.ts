import { wordTable } from '../../../core';

/** The fixed order of qualifiers: priority, audit, mode, owner. */
export const qualifierRank: Readonly<Record<string, number>> = wordTable({
  priority: 0,
  audit: 1,
  allow: 2,
  deny: 2,
  prompt: 2,
  owner: 3,
  user: 3,
  other: 3,
});
