import { linesOf, sourceOfMarkdown } from '../core';
import { explain as answerOf } from '../service';
import { documentOf, fileArguments, type Tool, ToolError } from './tool';

export const explain: Tool = {
  name: 'confine_explain',
  title: 'Explain what a file decides',
  description:
    'Says what a file decides for one question and which line decides it: a system call for a seccomp profile (`socket(AF_INET, SOCK_STREAM)`), an access for an AppArmor profile (`/etc/shadow r`, `network inet raw`), an image for a signature policy (`quay.io/crio/app:1`), a container for a pod (its effective security settings), a capability.',
  arguments: { ...fileArguments, query: 'The question, in the words of the file.' },
  required: ['path', 'query'],
  async run(args, world) {
    const document = await documentOf(args, world);
    const answer = answerOf(document, args.query ?? '', world.context());
    if (!answer) throw new ToolError(`${args.path} says nothing about ${args.query}.`);
    const line = answer.by && linesOf(document.source.text).positionAt(answer.by.start).line + 1;
    return `${sourceOfMarkdown(answer.markdown)}${line === undefined ? '' : `\n\nDecided on line ${line}.`}`;
  },
};
