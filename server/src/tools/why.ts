import { whyAsJson } from '../report';
import { why as answersTo } from '../service';
import type { Tool } from './tool';

export const why: Tool = {
  name: 'confine_why',
  title: 'Explain an error',
  description:
    'Reads errors as people paste them (events of Kubernetes, messages of the API server, the kubelet, containerd, CRI-O, Docker, runc, crun and Podman, lines of the audit log, what a program prints) and answers which file and line of the workspace causes them. Answers JSON: for each error the line of the text, the layer that refused, how certain the answer is, the file and range that decides (positions count from 0), a sentence, the title of the fix and a command that confirms it. `unread` has the lines without an answer.',
  arguments: { text: 'The errors, as they were printed.' },
  required: ['text'],
  async run({ text = '' }, { folders, files, context, includeFolders, pathOf }) {
    return whyAsJson(await answersTo(text, { folders, files, context: context(), includeFolders }), pathOf);
  },
};
