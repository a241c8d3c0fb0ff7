import type { Language, Part } from '../../core';

export const pod: Language<Part> = {
  name: 'pod',
  title: 'Kubernetes pod',
  rules: [],
  load: async (source) => ({ parts: [{ start: 0, part: { text: source.text } }], reads: [] }),
};
