/** Which name a signature must claim. Sources: containers-policy.json(5) and `signature/policy_reference_match.go` of containers/image. */

export interface IdentityType {
  readonly name: string;
  /** The fields that it must have besides `type`. */
  readonly fields: readonly string[];
  readonly detail: string;
  /** When it holds; Markdown. "Claim" is the name inside the signature. */
  readonly holds: string;
  /** Compares with the name the image was asked for by, so it fails for images that have none (`dir:`, `oci:`). */
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
    holds:
      'An image asked for by tag must carry a claim of exactly that name and tag; one asked for by digest a claim of the same repository.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'matchRepository',
    fields: [],
    detail: 'same repository, any tag',
    holds:
      'The claim is of the same repository; tags are not compared. Right for cosign, whose claims have no tag. ' +
      'For GPG signatures it lets an older, signed tag pass for a newer one.',
    usesImageName: true,
    acceptsBareClaim: true,
  },
  {
    name: 'matchExact',
    fields: [],
    detail: 'same name and tag',
    holds:
      'The claim is exactly the name and tag or digest that was asked for. An image asked for by digest fails unless it was signed by digest.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'exactReference',
    fields: ['dockerReference'],
    detail: 'one fixed image',
    holds:
      'The claim is exactly `dockerReference`, whatever the image was asked for by. For images that come without a name (`dir:`, `oci:`).',
    usesImageName: false,
    acceptsBareClaim: false,
  },
  {
    name: 'exactRepository',
    fields: ['dockerRepository'],
    detail: 'one fixed repository',
    holds:
      'The claim is of the repository `dockerRepository`, any tag or none, whatever the image was asked for by. For mirrors that are asked for by their own name.',
    usesImageName: false,
    acceptsBareClaim: true,
  },
  {
    name: 'remapIdentity',
    fields: ['prefix', 'signedPrefix'],
    detail: 'mirror to original',
    holds:
      'As `matchRepoDigestOrExact`, after `prefix` at the start of the name asked for was replaced by `signedPrefix`; whole path components only. ' +
      'For mirrors that are asked for by their own name and hold GPG-signed images.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
];

export const identityType = (name: string | undefined): IdentityType | undefined => identityTypes.find((type) => type.name === name);
