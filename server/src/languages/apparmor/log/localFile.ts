/** The site's own file of rules (`local/`) that a profile includes. */

import { type ObservedChange, resolveUri } from '../../../core';
import { type Addition, additionEdits } from '../policy/additions';
import type { ApparmorPart } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { parse } from '../syntax/parser';

/** The file, with the rules added; undefined where the profile includes none. */
export function localFile(part: ApparmorPart, profile: NamedProfile, additions: readonly Addition[]): ObservedChange | undefined {
  for (const { statement } of profile.profile.body?.statements ?? []) {
    if (statement.kind !== 'include' || !statement.file?.path.startsWith('local/')) continue;
    const found = part.root.includes.get(statement);
    const file = found?.state === 'found' ? found.files[0] : undefined;
    const uri = file?.uri ?? resolveUri(`${folderOf(part)}/`, statement.file.path);
    const tree = file?.tree ?? parse('');
    return { uri, text: tree.text, edits: additionEdits({ text: tree.text, tree }, undefined, additions), made: file === undefined };
  }
  return undefined;
}

/** The folder of policy around the file, where `local/` lies. */
const folderOf = ({ root, uri }: ApparmorPart): string => (root.base ?? uri.slice(0, uri.lastIndexOf('/'))).replace(/\/$/, '');
