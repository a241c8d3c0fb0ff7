/** The one asynchronous step: parse the file and follow its includes. */

import { type Loaded, type LoadOptions, paced, type Source } from '../../core';
import { emptyMemory } from './policy/checks';
import { follow, followedBefore } from './policy/includes';
import { abstractionLibrary } from './policy/library';
import { type ApparmorPart, isFragment } from './policy/model';
import { digestInSteps } from './syntax/digest';
import { parse } from './syntax/parser';
import { templateText } from './syntax/template';
import { FileTree } from './syntax/tree';

export async function load(source: Source, options: LoadOptions<ApparmorPart>): Promise<Loaded<ApparmorPart>> {
  const { previous } = options;
  const before = previous?.loaded.parts[0]?.part;
  const template = templateText(source.text);
  // The words that actions are read as can change with any edit of one.
  const kept = previous && before && !template && !before.template ? { tree: before.tree, change: previous.change } : undefined;
  const read = parse(template?.text ?? source.text, kept);
  // What a reader is shown is the text as it is written.
  const tree = template ? new FileTree(source.text, read.runs) : read;
  // After an edit nearly all of it is known.
  if (!before) await paced(digestInSteps(tree), options.pause);
  const reads = new Set<string>();
  const search = {
    files: options.files,
    folders: options.includeFolders,
    ...(options.workingFolder !== undefined && { workingFolder: options.workingFolder }),
  };
  const known = previous?.othersUnchanged && before ? followedBefore(before.root, source.uri, tree, search, reads) : undefined;
  const root = known ?? (await follow(source.uri, tree, search, reads));
  const fragment = isFragment(source.uri, tree);
  const wanted = !fragment && options.context.apparmor.conventions?.includes('abstractions');
  const library = wanted ? ((known && before?.library) ?? (await abstractionLibrary(search))) : undefined;
  for (const uri of library?.reads ?? []) reads.add(uri);
  const part: ApparmorPart = {
    text: source.text,
    uri: source.uri,
    tree,
    root,
    fragment,
    ...(template && { template }),
    ...(library && { library }),
    memory: (before?.fragment === fragment ? before.memory : undefined) ?? emptyMemory(),
  };
  return { parts: [{ start: 0, part }], reads: [...reads] };
}
