/** The editor's language ids, and what the languages with ids of their own can do. */

import { type Language, type LanguageName, wordTable } from '../../core';

/** Editors' language ids that leave no doubt. */
export const byLanguageId: Readonly<Record<string, LanguageName>> = wordTable({
  apparmor: 'apparmor',
  seccomp: 'seccomp',
  'containers-policy': 'policy',
  'containers-conf': 'policy',
});

/** What only some of the languages with language ids of their own can do; no language is loaded to know that. */
export const featureLanguages = {
  format: ['apparmor', 'policy', 'seccomp'],
  formatOnType: ['apparmor'],
  rename: ['apparmor'],
  definition: ['apparmor'],
  nameAt: ['apparmor'],
  callees: ['apparmor'],
  folds: ['apparmor', 'policy', 'seccomp'],
} as const satisfies Partial<Record<keyof Language, readonly LanguageName[]>>;

/** The editor's language ids of the languages that have a feature. */
export const languageIdsOf = (feature: keyof typeof featureLanguages): readonly string[] => {
  const able: readonly LanguageName[] = featureLanguages[feature];
  return Object.entries(byLanguageId).flatMap(([id, name]) => (able.includes(name) ? [id] : []));
};

/** The languages that have a language id of their own. */
export const ownLanguages = (): ReadonlySet<LanguageName> => new Set(Object.values(byLanguageId));

/** The editor's language ids of files that text of other languages lies in. */
export const hostLanguageIds: readonly string[] = ['yaml', 'json', 'jsonc'];
