/** The one asynchronous step: parse the file and follow its includes. */

import type { Loaded, LoadOptions, Source } from '../../core';
import { emptyMemory } from './policy/checks';
import { follow, followedBefore } from './policy/includes';
import { type ApparmorPart, isFragment } from './policy/model';
import { parse } from './syntax/parser';

export async function load(source: Source, options: LoadOptions<ApparmorPart>): Promise<Loaded<ApparmorPart>> {
  const { previous } = options;
  const before = previous?.loaded.parts[0]?.part;
  const tree = parse(source.text, before && previous && { tree: before.tree, change: previous.change });
  const reads = new Set<string>();
  const search = {
    files: options.files,
    folders: options.includeFolders,
    ...(options.workingFolder !== undefined && { workingFolder: options.workingFolder }),
  };
  const known = previous?.othersUnchanged && before ? followedBefore(before.root, source.uri, tree, search, reads) : undefined;
  const root = known ?? (await follow(source.uri, tree, search, reads));
  const fragment = isFragment(source.uri, tree);
  const part: ApparmorPart = {
    text: source.text,
    uri: source.uri,
    tree,
    root,
    fragment,
    memory: (before?.fragment === fragment ? before.memory : undefined) ?? emptyMemory(),
  };
  return { parts: [{ start: 0, part }], reads: [...reads] };
}
