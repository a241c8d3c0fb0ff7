import { get, type Node, stringOf } from '../../../tree';
import type { ImagePolicy } from './object';

/** A requirement as policy.json has it. */
export type WrittenRequirement = Readonly<Record<string, unknown>>;

/** The requirement that the machine-config operator makes of an object (`policyItemFromSpec`); undefined where the object is not complete. */
export function requirementOf({ rootOfTrust, signedIdentity }: ImagePolicy): WrittenRequirement | undefined {
  const signer = signerOf(rootOfTrust);
  const identity = signedIdentity ? identityOf(signedIdentity) : { type: 'matchRepoDigestOrExact' };
  return signer && identity && { type: 'sigstoreSigned', ...signer, signedIdentity: identity };
}

function signerOf(root: Node | undefined): WrittenRequirement | undefined {
  switch (stringOf(get(root, 'policyType'))) {
    case 'PublicKey':
      return complete(texts(get(root, 'publicKey'), { keyData: 'keyData', rekorKeyData: 'rekorPublicKeyData' }), ['keyData']);
    case 'FulcioCAWithRekor': {
      const own = get(root, 'fulcioCAWithRekor');
      const fulcio = {
        ...texts(own, { fulcioCAData: 'caData' }),
        ...texts(get(own, 'fulcioSubject'), { oidcIssuer: 'oidcIssuer', signedEmail: 'subjectEmail' }),
      };
      const known = complete(fulcio, ['caData', 'oidcIssuer', 'subjectEmail']);
      return known && complete({ fulcio: known, ...texts(own, { rekorKeyData: 'rekorPublicKeyData' }) }, ['rekorPublicKeyData']);
    }
    case 'PKI': {
      const own = get(root, 'pki');
      const pki = {
        ...texts(own, { caRootsData: 'caRootsData', caIntermediatesData: 'caIntermediatesData' }),
        ...texts(get(own, 'pkiCertificateSubject'), { email: 'subjectEmail', hostname: 'subjectHostname' }),
      };
      const known = complete(pki, ['caRootsData']);
      return known && { pki: known };
    }
    default:
      return undefined;
  }
}

function identityOf(identity: Node): WrittenRequirement | undefined {
  switch (stringOf(get(identity, 'matchPolicy'))) {
    case 'MatchRepoDigestOrExact':
      return { type: 'matchRepoDigestOrExact' };
    case 'MatchRepository':
      return { type: 'matchRepository' };
    case 'ExactRepository':
      return complete({ type: 'exactRepository', ...texts(get(identity, 'exactRepository'), { repository: 'dockerRepository' }) }, [
        'dockerRepository',
      ]);
    case 'RemapIdentity':
      return complete(
        { type: 'remapIdentity', ...texts(get(identity, 'remapIdentity'), { prefix: 'prefix', signedPrefix: 'signedPrefix' }) },
        ['prefix', 'signedPrefix'],
      );
    default:
      return undefined;
  }
}

/** The strings of some fields, under the names that they have in policy.json. */
const texts = (owner: Node | undefined, names: Readonly<Record<string, string>>): WrittenRequirement =>
  Object.fromEntries(
    Object.entries(names).flatMap(([own, name]) => {
      const text = stringOf(get(owner, own));
      return text ? [[name, text]] : [];
    }),
  );

const complete = (made: WrittenRequirement, required: readonly string[]): WrittenRequirement | undefined =>
  required.every((name) => made[name] !== undefined) ? made : undefined;
