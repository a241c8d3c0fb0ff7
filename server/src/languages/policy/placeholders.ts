import { wordTable } from '../../core';

/** Replaces a value that only the author knows: an example that loads, to be overwritten. */
const placeholders: Readonly<Record<string, string>> = wordTable({
  keyPath: '/etc/pki/containers/signer.pub',
  rekorPublicKeyPath: '/etc/pki/containers/rekor.pub',
  caPath: '/etc/pki/containers/fulcio.pem',
  caRootsPath: '/etc/pki/containers/root.pem',
  caIntermediatesPath: '/etc/pki/containers/intermediate.pem',
  oidcIssuer: 'https://login.example.com',
  subjectEmail: 'release@example.com',
  subjectHostname: 'build.example.com',
  dockerReference: 'registry.example.com/team/app:1.0',
  dockerRepository: 'registry.example.com/team/app',
  prefix: 'mirror.example.com/team',
  signedPrefix: 'registry.example.com/team',
  lookaside: 'https://signatures.example.com',
});

/** An example for a field; GPG keys of `signedBy` usually end in `.gpg`. */
export function placeholderFor(field: string, requirement?: string): string {
  const value = placeholders[field] ?? '';
  return requirement === 'signedBy' ? value.replace(/\.pub$/, '.gpg') : value;
}

export const placeholderNote = 'The value is a placeholder: write your own.';
