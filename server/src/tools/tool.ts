import type { Context, Files } from '../core';
import { type Document, open, type Settings } from '../service';

/** What tools work with: the settings that are in force, and what may be read. */
export interface ToolWorld {
  readonly settings: Settings;
  readonly files: Files;
  context(): Context;
  /** The folders that are searched, as URIs. */
  readonly folders: readonly string[];
  /** Where the includes of AppArmor are looked for. */
  readonly includeFolders: readonly string[];
  /** The URI of a path that a caller names, in the folder that it works in. */
  uriOf(path: string): string;
  /** The path by which a caller knows a file. */
  pathOf(uri: string): string;
}

/** One tool for assistants: it reads and computes, and changes nothing. */
export interface Tool {
  readonly name: `confine_${string}`;
  readonly title: string;
  /** What it is for and what it answers, for a model that chooses among tools. */
  readonly description: string;
  /** Names of the arguments, each with what it says; those that `required` names must be there. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly required: readonly string[];
  /** @throws {ToolError} with a sentence for the caller */
  run(args: Readonly<Record<string, string>>, world: ToolWorld): Promise<string>;
}

/** Says in one sentence why there is no answer. */
export class ToolError extends Error {}

/** The arguments of a tool as JSON Schema. */
export const inputSchema = ({ arguments: all, required }: Tool) => ({
  type: 'object' as const,
  properties: Object.fromEntries(Object.entries(all).map(([name, description]) => [name, { type: 'string' as const, description }])),
  required: [...required],
  additionalProperties: false,
});

/** The arguments by which each tool gets its file. */
export const fileArguments = {
  path: "The file's path below the folder of the workspace. Its name tells what the file is: deploy.yaml, seccomp.json, apparmor.d/usr.bin.web, policy.json.",
  text: 'The text of the file, where it is not on the disk yet or differs from it.',
} as const;

/** The document that a call names. */
export async function documentOf({ path = '', text }: Readonly<Record<string, string>>, world: ToolWorld): Promise<Document> {
  const uri = world.uriOf(path);
  const read = text ?? (await world.files.read(uri));
  if (read === undefined) throw new ToolError(`${path} cannot be read: it is missing, too large or outside the folder.`);
  const document = await open({ uri, languageId: '', version: 0, text: read }, world.files, { context: world.context() });
  if (!document)
    throw new ToolError(
      `${path} is no seccomp profile, AppArmor profile, signature policy or Kubernetes manifest, by its name and its text.`,
    );
  return document;
}
