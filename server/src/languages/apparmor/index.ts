import type { Language, Part } from '../../core';

export const apparmor: Language<Part> = {
  name: 'apparmor',
  title: 'AppArmor profile',
  rules: [],
  load: async (source) => ({ parts: [{ start: 0, part: { text: source.text } }], reads: [] }),
};
