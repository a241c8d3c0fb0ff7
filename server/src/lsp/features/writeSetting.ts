import { TextDocument } from 'vscode-languageserver-textdocument';
import { resolveUri } from '../../core';
import { settingEdits, settingsFileName, settingValues as valuesOf } from '../../service';
import { textEditOf } from '../convert';
import type { SettingParams, SettingsFileEdit, SettingValue, SettingValuesParams } from '../protocol/settings';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** Sets a setting in the `.confine.yaml` that a file is judged by, else in a new one in its workspace folder. */
export async function writeSetting(session: Session, { uri, setting, value }: SettingParams): Promise<SettingsFileEdit | null> {
  await session.settings.learn(uri);
  const folder = session.workingFolder(uri)?.uri;
  const file = session.settings.file(uri) ?? (folder && resolveUri(`${folder}/`, settingsFileName));
  if (!file) return null;
  const text = await session.files.read(file);
  const edits = settingEdits(text ?? '', setting, value);
  if (!edits) return { uri: file, create: false, edits: null };
  const document = TextDocument.create(file, 'yaml', 0, text ?? '');
  return { uri: file, create: text === undefined, edits: edits.map((edit) => textEditOf(document, edit)) };
}

export async function settingValues(session: Session, { uri, setting }: SettingValuesParams): Promise<readonly SettingValue[]> {
  const snapshot = await snapshotOf(session, uri);
  return snapshot ? valuesOf(snapshot.document, setting) : [];
}
