import type { Language, LanguageName } from '../core';

/** Every language that Confine knows, read when a file requires it. Adding one is a folder and a line here. */
// biome-ignore lint/suspicious/noExplicitAny: each language has its own kind of part; only that language looks inside.
export const languages: Readonly<Record<LanguageName, () => Promise<Language<any>>>> = {
  seccomp: async () => (await import('./seccomp')).seccomp,
  apparmor: async () => (await import('./apparmor')).apparmor,
  policy: async () => (await import('./policy')).policy,
  notation: async () => (await import('./notation')).notation,
  pod: async () => (await import('./pod')).pod,
  oci: async () => (await import('./oci')).oci,
  compose: async () => (await import('./compose')).compose,
  containerfile: async () => (await import('./containerfile')).containerfile,
  quadlet: async () => (await import('./quadlet')).quadlet,
  engine: async () => (await import('./engine')).engine,
  cloudInit: async () => (await import('./cloudInit')).cloudInit,
  markdown: async () => (await import('./markdown')).markdown,
};

/** Of the languages that have rules: what a file can be forced to be. */
export const languageNames: readonly LanguageName[] = ['seccomp', 'apparmor', 'policy', 'notation', 'pod'];
