import { applyEdits, type Edit } from '../core';
import { find, type Path, parseYaml, setPath } from '../tree';
import { isRecord, lookUp } from './settings';
import { readSettingsFile } from './settingsFile';

/**
 * Edits of a settings file's text that set one key, in the form that the file uses: nested, dotted, or with the prefix. Undefined where
 * that can't be done without a loss, e.g. in a file that isn't YAML.
 */
export function settingEdits(text: string, key: string, value: string): readonly Edit[] | undefined {
  if (readSettingsFile(text).problem !== undefined) return undefined;
  const { root } = parseYaml(text);
  const top: Path = find(root, ['confine'])?.kind === 'object' ? ['confine'] : [];
  const forms = [[key], [`confine.${key}`], key.split('.')].map((form) => [...top, ...form]);
  const written = forms.find((form) => find(root, form));
  const group = forms.find((form) => form.length > top.length + 1 && find(root, form.slice(0, -1))?.kind === 'object');
  const edits = setPath(parseYaml(text), written ?? group ?? [...top, key], value);
  return edits.length > 0 && says(applyEdits(text, edits), key, value) ? edits : undefined;
}

function says(text: string, key: string, value: string): boolean {
  const { written, problem } = readSettingsFile(text);
  return problem === undefined && isRecord(written) && lookUp(written, key) === value;
}
