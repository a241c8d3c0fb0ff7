import { type Fix, hasEffect, type Report } from '../../server/src/core';

/** The fixes of a report that would be offered. */
export const fixesOf = ({ cure }: Report): readonly Fix[] =>
  (cure?.() ?? []).filter((fix): fix is Fix => fix !== undefined && hasEffect(fix));
