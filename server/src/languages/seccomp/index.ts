import type { Language, Part } from '../../core';

export const seccomp: Language<Part> = {
  name: 'seccomp',
  title: 'Seccomp profile',
  rules: [],
  load: async (source) => ({ parts: [{ start: 0, part: { text: source.text } }], reads: [] }),
};
