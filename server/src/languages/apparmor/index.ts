import type { Language } from '../../core';
import { load } from './load';
import type { ApparmorPart } from './model';
import { rules } from './rules';

export const apparmor: Language<ApparmorPart> = {
  name: 'apparmor',
  title: 'AppArmor profile',
  rules,
  load,
};
