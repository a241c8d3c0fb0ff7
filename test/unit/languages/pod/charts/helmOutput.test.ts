import { describe, expect, it } from 'vitest';
import { cases, definitions, values } from './helmOutput.json';
import { written } from './helpers';

describe('templates give what Helm gives', () => {
  it.each(cases.map(({ template, output }) => [template.trim(), output] as const))('%s', async (template, output) => {
    const made = await written(`${template}\n`, values, definitions);
    if (output === null) expect(made).toMatch(/^!/);
    else expect(made).toBe(output);
  });
});
