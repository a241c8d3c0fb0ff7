import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { faultOf, uriOf } from '../disk';
import { inputSchema, runTool, ToolError, type ToolWorld, tools } from '../tools';
import { type Invocation, openOptions } from './documents';
import { pathHere } from './inputs';

/**
 * Serves the tools for assistants over standard input and output until the input ends. Reads below the working folder only, writes nothing, and
 * has no network.
 */
export async function serveTools(all: Invocation): Promise<number> {
  const folder = uriOf('.').replace(/\/$/, '');
  const world: ToolWorld = {
    settings: all.settings,
    files: all.files,
    context: () => all.context,
    folders: [folder],
    includeFolders: openOptions(all, `${folder}/x`).includeFolders ?? [],
    uriOf,
    pathOf: pathHere,
  };
  const server = new Server(
    { name: 'confine', version: all.version },
    {
      capabilities: { tools: {} },
      instructions: 'Checks and explains seccomp and AppArmor profiles, image signature policies and the security settings of pods.',
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map((tool) => ({
      name: tool.name,
      title: tool.title,
      description: tool.description,
      inputSchema: inputSchema(tool),
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    try {
      return { content: [{ type: 'text', text: await runTool(params.name, params.arguments, world) }] };
    } catch (error) {
      const text = error instanceof ToolError ? error.message : faultOf(error);
      return { content: [{ type: 'text', text }], isError: true };
    }
  });
  const ended = new Promise<void>((resolve) => process.stdin.once('end', resolve));
  await server.connect(new StdioServerTransport());
  await ended;
  return 0;
}
