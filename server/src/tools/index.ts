import { check } from './check';
import { diff } from './diff';
import { explain } from './explain';
import { harden } from './harden';
import { rule } from './rule';
import { type Tool, ToolError, type ToolWorld } from './tool';
import { why } from './why';

export { inputSchema, type Tool, ToolError, type ToolWorld } from './tool';

/** What assistants may ask: of the command (Model Context Protocol) and of the editor's language models. */
export const tools: readonly Tool[] = [check, explain, why, diff, harden, rule];

/** Runs a tool by its name. Arguments come from a model, so nothing about them is taken for granted. */
export async function runTool(name: string, args: unknown, world: ToolWorld): Promise<string> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new ToolError(`There is no tool ${name}.`);
  const given = typeof args === 'object' && args !== null ? (args as Readonly<Record<string, unknown>>) : {};
  const known: Record<string, string> = {};
  for (const key of Object.keys(tool.arguments)) {
    const value = given[key];
    if (value === undefined && !tool.required.includes(key)) continue;
    if (typeof value !== 'string') throw new ToolError(`The argument ${key} of ${name} must be text.`);
    known[key] = value;
  }
  return tool.run(known, world);
}
