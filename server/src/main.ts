import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { runProgram } from './cli/run';
import { filesBelow } from './disk';
import { serve } from './lsp/server';

/** The language server as a process: over IPC, stdio or a socket, as its arguments say. */
serve(createConnection(ProposedFeatures.all), filesBelow, runProgram);
