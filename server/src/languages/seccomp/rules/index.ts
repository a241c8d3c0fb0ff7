import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';

export const rules: readonly Rule<SeccompPart>[] = [];
