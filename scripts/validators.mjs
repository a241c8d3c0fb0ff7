// Compiles schemas/*.schema.json with ajv to modules that need neither ajv nor `eval`, which the web worker's
// content security policy forbids. Writes server/src/generated/NAME.js with its types beside it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const schemas = path.join(root, 'schemas');
const target = path.join(root, 'server', 'src', 'generated');

/** Keywords for editors, without meaning for validation: the editor's help reads them in the schema itself. */
const editorKeywords = new Set([
  'description',
  'examples',
  'markdownDescription',
  'markdownEnumDescriptions',
  'patternErrorMessage',
  'deprecationMessage',
  'defaultSnippets',
  'allowComments',
]);

/** What names its own keys below it: a property may be called `description`. */
const keyed = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependencies']);

/** A schema without what is only there for editors, which would be half of the compiled text. */
function validating(schema) {
  if (Array.isArray(schema)) return schema.map(validating);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !editorKeywords.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keyed.has(keyword) ? each(value, validating) : validating(value)]));
}

const each = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

export async function buildValidators() {
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(schemas).filter((name) => name.endsWith('.schema.json'))) {
    const name = file.replace(/\.schema\.json$/, '');
    const schema = validating(JSON.parse(readFileSync(path.join(schemas, file), 'utf8')));
    const ajv = new Ajv({
      allErrors: true,
      inlineRefs: false,
      messages: false,
      discriminator: true,
      strictTypes: false,
      strictRequired: false,
      allowUnionTypes: true,
      code: { source: true, esm: true },
    });
    const key = schema.$id ?? name;
    ajv.addSchema(schema, key);
    const code = standalone.default(ajv, { validate: key });
    // ajv's modules still `require` small helpers of its own; bundling makes them self-contained.
    const bundled = await build({
      stdin: { contents: code, resolveDir: root, loader: 'js' },
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'error',
      mainFields: ['module', 'main'],
    });
    writeFileSync(
      path.join(target, `${name}.js`),
      `// Compiled from schemas/${file} by scripts/validators.mjs.\n${bundled.outputFiles[0].text}`,
    );
    writeFileSync(
      path.join(target, `${name}.d.ts`),
      "import type { Validate } from '../tree';\n\nexport declare const validate: Validate;\n",
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildValidators();
