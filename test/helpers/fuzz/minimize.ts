/**
 * The smallest list that can be found which still fails, by delta debugging: ever smaller runs of it are left out as long as the rest
 * fails. `fails` is asked at most `limit` times.
 */
export async function minimized<T>(
  whole: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
  limit = 400,
): Promise<readonly T[]> {
  let kept = whole;
  let asked = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && asked < limit; ) {
    let shorter = false;
    for (let start = 0; start < kept.length && asked < limit; ) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      asked++;
      if (await fails(rest)) {
        kept = rest;
        shorter = true;
      } else start += size;
    }
    if (!shorter) {
      if (size === 1) break;
      size = Math.ceil(size / 2);
    } else size = Math.min(size, Math.ceil(kept.length / 2));
  }
  return kept;
}

/** As `minimized`, for a text: first its lines, then its words, then, where few are left, its characters. */
export async function minimizedText(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let kept = text;
  for (const unit of [/[^\n]*\n|[^\n]+$/g, /\w+|\s+|[^\w\s]/g, /[\s\S]/g]) {
    const units = kept.match(unit) ?? [];
    if (units.length < 2000) kept = (await minimized(units, (some) => fails(some.join('')))).join('');
  }
  return kept;
}
