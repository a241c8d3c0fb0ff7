import { type Part, type Rule, severities } from '../core';

/** JSON Schema, as far as it is written here. */
type Schema = Readonly<Record<string, unknown>>;

/** The setting `rules`: every rule with what it says and its own severity. */
const rulesSchema = (rules: readonly Rule<Part>[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    rules.map(({ code, title, severity }) => [code, { description: title, enum: ['off', ...severities], default: severity }]),
  ),
});

/** What the manifest's own schema of the settings leaves open, for the editor's `settings.json`. */
export const editorSettingsSchema = (rules: readonly Rule<Part>[]): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { 'confine.rules': rulesSchema(rules) },
});

/**
 * The schema of `.confine.yaml`: the settings of the manifest, dotted or nested, with or without `confine` around them.
 * `settings` and `texts` are the contents of `package.json` and `package.nls.json`.
 */
export function configSchema(
  settings: Readonly<Record<string, Schema>>,
  texts: Readonly<Record<string, string>>,
  rules: readonly Rule<Part>[],
): Schema {
  const properties: Record<string, Schema> = {};
  const groups: Record<string, Record<string, Schema>> = {};
  for (const [name, { scope: _, order: __, markdownDescription, ...schema }] of Object.entries(settings)) {
    const key = name.replace(/^confine\./, '');
    const own = translated({ description: markdownDescription, ...(key === 'rules' ? rulesSchema(rules) : schema) }, texts) as Schema;
    const [group = '', ...rest] = key.split('.');
    properties[key] = own;
    if (rest.length) groups[group] = { ...groups[group], [rest.join('.')]: own };
  }
  for (const [group, members] of Object.entries(groups)) {
    properties[group] = { type: 'object', additionalProperties: false, properties: members };
  }
  const prefixed = Object.keys(properties).map((key) => [`confine.${key}`, { $ref: `#/definitions/settings/properties/${key}` }]);
  const whole = { $ref: '#/definitions/settings' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '.confine.yaml',
    type: 'object',
    definitions: { settings: { type: 'object', additionalProperties: false, properties } },
    anyOf: [
      whole,
      { type: 'object', additionalProperties: false, properties: { confine: whole } },
      { type: 'object', additionalProperties: false, properties: Object.fromEntries(prefixed) },
    ],
  };
}

/** With the texts that `%keys%` stand for. */
function translated(value: unknown, texts: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replace(/^%(.+)%$/, (whole, key: string) => texts[key] ?? whole);
  if (Array.isArray(value)) return value.map((item) => translated(item, texts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, translated(member, texts)]));
}
