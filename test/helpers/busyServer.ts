// A server with a rule that never ends, bundled and started by the tests of the watchdog: `busyServer.js SILENCE --stdio`.

import { writeSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { memoryFiles, type Part, type Rule } from '../../server/src/core';
import { languages } from '../../server/src/languages';
import { serve } from '../../server/src/lsp/server';
import { startWatchdog } from '../../server/src/watchdog/start';

const rules = languages.find(({ name }) => name === 'pod')?.rules as Rule<Part>[];
rules.push({
  ...(rules[0] as Rule<Part>),
  check({ text }) {
    if (text.includes('busy')) {
      writeSync(2, 'computing\n');
      for (;;);
    }
    return [];
  },
});
serve(createConnection(ProposedFeatures.all), {
  disk: () => memoryFiles(),
  heartbeat: startWatchdog({ silence: Number(process.argv[2]) }),
});
