import type { Language, Part } from '../../core';

export const policy: Language<Part> = {
  name: 'policy',
  title: 'Image signature policy',
  rules: [],
  load: async (source) => ({ parts: [{ start: 0, part: { text: source.text } }], reads: [] }),
};
