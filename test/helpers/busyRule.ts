import type { Part, Rule } from '../../server/src/core';
import { loadLanguage } from '../../server/src/service';

/** Gives the engine of this bundle a rule that never ends on pods whose text has the word `busy`. */
export async function addBusyRule(onBusy: () => void = () => {}): Promise<void> {
  const rules = (await loadLanguage('pod')).rules as Rule<Part>[];
  rules.push({
    ...(rules[0] as Rule<Part>),
    check({ text }) {
      if (!text.includes('busy')) return [];
      onBusy();
      for (;;);
    },
  });
}
