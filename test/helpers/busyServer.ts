// A server with a rule that never ends, bundled and started by the tests of the watchdog: `busyServer.js SILENCE --stdio`.

import { writeSync } from 'node:fs';
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { memoryFiles } from '../../server/src/core';
import { serve } from '../../server/src/lsp/server';
import { startWatchdog } from '../../server/src/watchdog/start';
import { addBusyRule } from './busyRule';

void addBusyRule(() => writeSync(2, 'computing\n'));
serve(createConnection(ProposedFeatures.all), {
  disk: () => memoryFiles(),
  heartbeat: startWatchdog({ silence: Number(process.argv[2]), script: { file: path.join(__dirname, 'watchdog.js') } }),
});
