import { sourceOfMarkdown } from '../core';
import { changesAsMarkdown } from '../report';
import { diffDocuments, diffWithBaseline } from '../service';
import { documentOf, fileArguments, type Tool, ToolError } from './tool';

export const diff: Tool = {
  name: 'confine_diff',
  title: 'Compare a file in meaning',
  description:
    "Lists what a file permits more and less than the runtime's default, or than another file, with the risk of each difference: of meaning, not of text.",
  arguments: { ...fileArguments, other: 'The path of the file to compare with. Without it, the default of the runtime.' },
  required: ['path'],
  async run(args, world) {
    const document = await documentOf(args, world);
    const context = world.context();
    const other = args.other === undefined ? undefined : await documentOf({ path: args.other }, world);
    const comparison = other ? diffDocuments(other, document, context) : diffWithBaseline(document, context);
    if (!comparison) throw new ToolError(`There is no runtime default to compare ${args.path} with; name another file.`);
    return sourceOfMarkdown(changesAsMarkdown(args.other ?? comparison.title, args.path ?? '', comparison.changes));
  },
};
