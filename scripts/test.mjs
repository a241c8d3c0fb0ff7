// npm test: everything that needs no editor. Arguments go to vitest.

import { build } from './build.mjs';
import { install } from './install.mjs';
import { exitWith, run } from './run.mjs';

exitWith(async () => {
  await install();
  await build();
  return run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
});
