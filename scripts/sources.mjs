// Gives the scripts what the TypeScript sources export.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles `entry`, a module whose imports count from the project's folder, into `out/NAME.cjs`, and imports it. */
export async function importSources(name, entry) {
  const outfile = path.join(root, 'out', `${name}.cjs`);
  await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
    mainFields: ['module', 'main'],
  });
  return (await import(pathToFileURL(outfile).href)).default;
}
