import type { Context } from '../../../core';
import { compareReleases, signatureReader } from '../../../knowledge';
import { locate, stringOf } from '../../../tree';
import type { PolicyFile } from '../part';
import type { Mistake } from './mistakes';

/** What the reader says of a mistake, where that is one sentence for all of its kind; since image 5.35 some begin in lower case. */
export function errorOf(
  { tree }: PolicyFile,
  { rule, report: { span, hint } }: Mistake,
  { policy }: Pick<Context, 'policy'>,
): string | undefined {
  const at = () => stringOf(locate(tree, span.start)?.node) ?? '';
  switch (rule) {
    case 'default-missing':
      return 'Default policy is missing';
    case 'requirements-empty':
      return 'List of verification policy requirements must not be empty';
    case 'requirement-type':
      return hint?.add === undefined ? `Unknown policy requirement type ${JSON.stringify(at())}` : undefined;
    case 'unknown-key':
      return `Unknown key ${JSON.stringify(at())}`;
    case 'gpg-key-source':
      return `Exactly one of keyPath, keyPaths and keyData must be specified, ${hint?.keep ? 'more than one' : 'none of them'} present`;
    case 'sigstore-key-source':
      return compareReleases(signatureReader(policy.target).release.image, '5.34.1') >= 0
        ? 'exactly one of keyPath, keyPaths, keyData, keyDatas, fulcio, and pki must be specified'
        : undefined;
    default:
      return undefined;
  }
}
