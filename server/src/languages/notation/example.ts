/** A sound document for examples of rules, with another first statement, or other members in it. */
export function trustPolicyWith(members: Readonly<Record<string, unknown>> = {}, others: readonly unknown[] = []): string {
  const statement = {
    name: 'app',
    registryScopes: ['registry.example.com/app'],
    signatureVerification: { level: 'strict' },
    trustStores: ['ca:example'],
    trustedIdentities: ['x509.subject: C=US, ST=WA, O=example'],
    ...members,
  };
  return `${JSON.stringify({ version: '1.0', trustPolicies: [statement, ...others] }, null, 2)}\n`;
}
