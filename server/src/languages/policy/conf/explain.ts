import { type Answer, type Context, code, joined, md, paragraphs } from '../../../core';
import { stringOf } from '../../../tree';
import type { CrioFile, MirrorsFile } from '../part';
import { confName, entryElsewhere } from './dropIns';
import { fieldOf, valueAt } from './fields';
import { fitsUse, nameAt, nameOf, registryFor } from './mirrors';

/** From where an image is fetched, and which name policy.json and registries.d are asked about. */
export function explainPlaces({ mirrors, uri }: MirrorsFile, image: string, context: Context): Answer {
  const elsewhere = entryElsewhere(uri, image, context);
  const registry = registryFor(mirrors, image);
  if (elsewhere && elsewhere.name.length >= (registry?.prefix.length ?? 0))
    return {
      markdown: md`${code(confName(elsewhere.uri, uri))} decides, by its entry for ${code(elsewhere.name)}.`,
      json: { file: confName(elsewhere.uri, uri), prefix: elsewhere.name },
    };
  if (!registry)
    return {
      markdown: md`No ${code('[[registry]]')} is for ${code(image)}: it is fetched from there, and every file is asked about this name.`,
      json: { blocked: false, places: [image] },
    };
  const { prefix, location, blocked, node } = registry;
  const used = registry.mirrors.filter(({ use }) => fitsUse(use, image));
  const own = nameOf(location?.value);
  const mirrored = used.map((mirror) => nameOf(mirror.location?.value));
  const places = (blocked ? mirrored : [...mirrored, own]).map((place) => (place ? nameAt(image, prefix, place) : image));
  return {
    markdown: paragraphs(
      !places.length
        ? md`${code(image)} is not fetched at all: ${code(prefix)} is blocked.`
        : md`${code(image)} is fetched from ${joined(places.map(code), ', else from ')}, by the entry for ${code(prefix)}.`,
      blocked && places.length > 0 && md`${code(prefix)} itself is blocked.`,
      places.length > 0 && md`policy.json is asked about ${code(image)}; registries.d about the place that the image is fetched from.`,
    ),
    json: { blocked, prefix, places },
    by: (fieldOf(node, 'prefix') ?? location)?.key.span ?? node.span,
  };
}

/** Which policy decides about the images of a namespace. */
export function explainCrio({ tree }: CrioFile, query: string | Readonly<Record<string, unknown>>): Answer {
  const namespace = typeof query === 'string' ? query : String(query.namespace ?? '');
  const folder = valueAt(tree, 'crio', 'image', 'signature_policy_dir');
  const own = valueAt(tree, 'crio', 'image', 'signature_policy');
  const first = `${(stringOf(folder) || '/etc/crio/policies').replace(/\/$/, '')}/${namespace}.json`;
  const second = stringOf(own) || '/etc/containers/policy.json';
  const by = folder ?? own;
  return {
    markdown: md`Images for pods in namespace ${code(namespace)} are judged by ${code(first)} alone where that file is there, else by ${code(second)}.`,
    json: { policies: [first, second] },
    ...(by && { by: by.span }),
  };
}
