/**
 * Which name a signature must claim.
 *
 * $source containers-policy.json(5) and signature/policy_reference_match.go of containers/image
 * $version containers/image 5.40
 * $checked 2026-11-30
 */

export interface IdentityType {
  readonly name: string;
  /** The fields that it must have besides `type`. */
  readonly fields: readonly string[];
  readonly detail: string;
  /** When an image satisfies it; Markdown. "Claim" is the name inside the signature. */
  readonly summary: string;
  /** Compares with the name that the image is pulled by, so it fails for images without a name (`dir:`, `oci:`). */
  readonly usesImageName: boolean;
  /** Accepts a claim without tag and digest, which is what cosign writes by default. */
  readonly acceptsBareClaim: boolean;
}

export const defaultIdentity = 'matchRepoDigestOrExact';

export const identityTypes: readonly IdentityType[] = [
  {
    name: 'matchRepoDigestOrExact',
    fields: [],
    detail: 'the default',
    summary:
      'An image pulled by tag needs a claim of exactly that name and tag; an image pulled by digest needs a claim of the same repository.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'matchRepository',
    fields: [],
    detail: 'same repository, any tag',
    summary:
      'The claim is of the same repository; tags are not compared. Right for cosign, whose claims have no tag. ' +
      'For GPG signatures it lets an older, signed tag pass for a newer one.',
    usesImageName: true,
    acceptsBareClaim: true,
  },
  {
    name: 'matchExact',
    fields: [],
    detail: 'same name and tag',
    summary:
      'The claim is exactly the name and tag or digest that is pulled. An image pulled by digest fails unless it was signed by digest.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'exactReference',
    fields: ['dockerReference'],
    detail: 'one fixed image',
    summary:
      'The claim is exactly `dockerReference`, with any name that the image is pulled by. For images without a name (`dir:`, `oci:`).',
    usesImageName: false,
    acceptsBareClaim: false,
  },
  {
    name: 'exactRepository',
    fields: ['dockerRepository'],
    detail: 'one fixed repository',
    summary:
      'The claim is of the repository `dockerRepository`, with any tag or without one, and with any name that the image is pulled by. For mirrors that users pull from by the name of the mirror.',
    usesImageName: false,
    acceptsBareClaim: true,
  },
  {
    name: 'remapIdentity',
    fields: ['prefix', 'signedPrefix'],
    detail: 'mirror to original',
    summary:
      'As `matchRepoDigestOrExact`, after `prefix` at the start of the pulled name was replaced by `signedPrefix`; whole path components only. ' +
      'For mirrors that users pull from by the name of the mirror, with GPG-signed images.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
];

export const identityType = (name: string | undefined): IdentityType | undefined => identityTypes.find((type) => type.name === name);
