import { wordTable } from '../../core';

/** What each check of a signature can come to. */
export const actions = ['enforce', 'log', 'skip'] as const;
export type CheckResult = (typeof actions)[number];

/** The checks of a signature, in the order in which Notation makes them. */
export const checks = ['integrity', 'authenticity', 'authenticTimestamp', 'expiry', 'revocation'] as const;
export type CheckName = (typeof checks)[number];

/** The levels, most strict first, with what each check comes to (notation-go, verifier/trustpolicy). */
export const levels: Readonly<Record<string, Readonly<Record<CheckName, CheckResult>>>> = wordTable({
  strict: { integrity: 'enforce', authenticity: 'enforce', authenticTimestamp: 'enforce', expiry: 'enforce', revocation: 'enforce' },
  permissive: { integrity: 'enforce', authenticity: 'enforce', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  audit: { integrity: 'enforce', authenticity: 'log', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  skip: { integrity: 'skip', authenticity: 'skip', authenticTimestamp: 'skip', expiry: 'skip', revocation: 'skip' },
});

export const levelNames = ['strict', 'permissive', 'audit', 'skip'];

export const isLevel = (text: string): boolean => levelNames.includes(text);
