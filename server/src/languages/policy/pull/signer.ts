import { code, joined, type Markdown, md, ours } from '../../../core';
import { defaultIdentity, requirementType } from '../../../knowledge';
import { get, stringOf } from '../../../tree';
import { parseImageName, repositoryOf } from '../imageName';
import { keyPlaces, kindOfKey } from '../keys';
import type { Requirement, RequirementList } from '../model';
import type { PolicyFile } from '../part';
import { signerOf } from '../wording';

/** What a requirement verifies with, and what its files are. */
export interface Signer {
  readonly words: Markdown;
  /** Why no signature can be verified with it, and what the reader says. */
  readonly problem?: { readonly words: Markdown; readonly error: string };
}

export const signersOf = (file: PolicyFile, { requirements }: RequirementList): readonly Signer[] =>
  requirements.filter(({ type }) => requirementType(type)?.verdict === 'signed').map((requirement) => signerIn(file, requirement));

function signerIn(file: PolicyFile, requirement: Requirement): Signer {
  const places = keyPlaces(file, requirement.node);
  const isGpg = requirement.type === 'signedBy';
  const files = places.filter(({ path }) => path);
  const shown = files.length
    ? joined(
        files.map(({ path }) => code(path ?? '')),
        ', ',
      )
    : code(signerOf(requirement));
  const words = md`${code(requirement.type ?? '')} verifies with ${shown}`;
  for (const { path, content, field } of places) {
    if (path && file.around.keys.get(path) === null)
      return { words, problem: { words: md`${code(path)} is missing`, error: `open ${path}: no such file or directory` } };
    if (content === undefined) continue;
    const kind = kindOfKey(content);
    const name = path ? code(path) : md`the data in ${code(field)}`;
    if (kind === 'private') return { words, problem: wrong(md`${name} is a private key`, isGpg) };
    if (isGpg && kind !== 'gpg') return { words, problem: wrong(md`${name} is not a GPG public key`, isGpg) };
    if (!isGpg && kind !== 'pem') return { words, problem: wrong(md`${name} is not a PEM public key or certificate`, isGpg) };
  }
  return { words };
}

const wrong = (words: Markdown, isGpg: boolean) => ({
  words,
  error: isGpg ? 'No public keys imported' : 'parsing public key 1: PEM decoding failed',
});

/** The name that a signature must claim for an image. */
export function claimOf({ identity, node }: Requirement, image: string): Markdown {
  const parsed = parseImageName(image);
  const repository = 'problem' in parsed ? image : repositoryOf(parsed.name);
  const own = get(node, 'signedIdentity');
  switch (identity.type ?? defaultIdentity) {
    case 'matchExact':
      return md`must claim ${code(image)}`;
    case 'matchRepoDigestOrExact':
      return image.includes('@') ? md`must claim a name in ${code(repository)}` : md`must claim ${code(image)}`;
    case 'matchRepository':
      return md`must claim a name in ${code(repository)}`;
    case 'exactReference':
      return md`must claim ${code(stringOf(get(own, 'dockerReference')) ?? '')}`;
    case 'exactRepository':
      return md`must claim a name in ${code(stringOf(get(own, 'dockerRepository')) ?? '')}`;
    case 'remapIdentity': {
      const [prefix = '', signed = ''] = [stringOf(get(own, 'prefix')), stringOf(get(own, 'signedPrefix'))];
      const isMapped = prefix !== '' && image.startsWith(prefix) && /^(?:$|[/:@])/.test(image.slice(prefix.length));
      const claimed = isMapped ? signed + image.slice(prefix.length) : image;
      return claimed.includes('@') ? md`must claim a name in ${code(claimed.replace(/@.*$/s, ''))}` : md`must claim ${code(claimed)}`;
    }
    default:
      return ours('must claim a name that is not understood');
  }
}
