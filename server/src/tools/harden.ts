import { applyEdits, editsOf, noteOf } from '../core';
import { harden as hardenings } from '../service';
import { documentOf, fileArguments, type Tool } from './tool';

export const harden: Tool = {
  name: 'confine_harden',
  title: 'Preview a hardening',
  description:
    'Shows how a file would permit less, up to the Pod Security level that the settings name, without changing it. Answers JSON: each change with what it may break, and the whole text with all of them.',
  arguments: fileArguments,
  required: ['path'],
  async run(args, world) {
    const document = await documentOf(args, world);
    const changes = hardenings(document, undefined, world.context(), world.settings);
    const edits = changes.flatMap((change) => editsOf(change));
    return JSON.stringify({
      changes: changes.map((change) => {
        const note = noteOf(change);
        return { title: change.title, safe: change.safe, ...(note && { mayBreak: note }) };
      }),
      ...(edits.length && { text: applyEdits(document.source.text, edits) }),
    });
  },
};
