import { type Context, code, type Edit, type Fix, resolveUri } from '../../core';
import { get, setPath } from '../../tree';
import { namespaceOf, registriesFile, rootOf } from './part';
import { placeholderFor, placeholderNote } from './placeholders';
import { sourceFileName, sourceFilesFor } from './sources';

/** What can be missing in a scope's section of registries.d. */
export type SourceField = 'use-sigstore-attachments' | 'lookaside';

/** Gives a scope the section of registries.d without which its signatures are not found. `fileUri` is what the section is missed in. */
export function addSource(fileUri: string, context: Pick<Context, 'facts' | 'policy'>, scope: string, field: SourceField): Fix {
  const uri = sourceFile(fileUri, context, scope);
  const where = `for ${code(scope)} in ${code(sourceFileName(uri))}`;
  const on = field === 'use-sigstore-attachments';
  return {
    title: on ? `Set \`use-sigstore-attachments: true\` ${where}` : `Name a lookaside ${where}…`,
    edits: [],
    others: [{ uri, edits: (text) => sourceEdits(text, uri, scope, field, on || placeholderFor('lookaside')) }],
    safe: false,
    ...(!on && { note: placeholderNote }),
  };
}

function sourceEdits(text: string, uri: string, scope: string, field: SourceField, value: string | boolean): readonly Edit[] {
  const { tree } = registriesFile(text, uri);
  // The user repairs a file that does not load first: the place of an edit is uncertain in it.
  if (tree.problems.length) return [];
  const section = get(get(tree.root, 'docker'), scope);
  if (section && section.kind !== 'object' && !(section.kind === 'scalar' && section.value === null)) return [];
  return setPath(tree, ['docker', scope, field], value);
}

/** The file that has the scope already, else its host; else one of its own beside the others, or where the policy's reader looks. */
function sourceFile(fileUri: string, context: Pick<Context, 'facts' | 'policy'>, scope: string): string {
  const host = hostOf(scope);
  const known = sourceFilesFor(fileUri, context);
  const own =
    known.find(({ scopes }) => scopes.has(scope)) ?? known.find(({ scopes }) => [...scopes].some((name) => hostOf(name) === host));
  if (own) return own.uri;
  const folder = known[0]?.uri.replace(/[^/]*$/, '') ?? `${folderFor(fileUri)}registries.d/`;
  return resolveUri(folder, `${host.replace(/^\*\./, '').replaceAll(':', '-')}.yaml`);
}

const hostOf = (scope: string): string => scope.replace(/\/.*$/s, '');

/** The folder of the policy; a namespace's policy is read with the system's registries.d. */
function folderFor(fileUri: string): string {
  const root = namespaceOf(fileUri) === undefined ? undefined : rootOf(fileUri);
  return root === undefined ? fileUri.replace(/[^/]*$/, '') : `${root}/etc/containers/`;
}
