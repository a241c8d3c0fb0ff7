import type { Uses } from '../../../core';

/** Pods that run under a profile: what they run under changes only with them. */
export const uses: Uses = {
  label: 'Pods that run under the profile',
  description: 'They start only where the profile is loaded under its new name.',
  of: ({ kind, name }, facts) =>
    kind === 'profile'
      ? facts.filter((fact) => fact.kind === 'uses-apparmor-profile' && fact.name.replace(/^localhost\//, '') === name)
      : [],
  accepts: (name) => /^[\w.+-]+$/.test(name),
};
