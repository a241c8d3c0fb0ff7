/** A sound object for examples of rules, with other lines in places. */
export interface ExampleParts {
  readonly kind?: string;
  readonly namespace?: string;
  readonly scopes?: readonly string[];
  readonly root?: readonly string[];
  readonly identity?: readonly string[];
}

/** `-----BEGIN PUBLIC KEY-----`, a line, and the end. */
export const exampleKey = 'LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrdwotLS0tLUVORCBQVUJMSUMgS0VZLS0tLS0K';

const publicKey = ['policyType: PublicKey', 'publicKey:', `  keyData: ${exampleKey}`];

export function imagePolicyWith({
  kind = 'ClusterImagePolicy',
  namespace,
  scopes = ['quay.io/shop'],
  root = publicKey,
  identity = ['matchPolicy: MatchRepository'],
}: ExampleParts): string {
  return [
    'apiVersion: config.openshift.io/v1',
    `kind: ${kind}`,
    'metadata:',
    '  name: shop',
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    'spec:',
    '  scopes:',
    ...scopes.map((scope) => `    - ${scope}`),
    '  policy:',
    '    rootOfTrust:',
    ...root.map((line) => `      ${line}`),
    '    signedIdentity:',
    ...identity.map((line) => `      ${line}`),
    '',
  ].join('\n');
}
