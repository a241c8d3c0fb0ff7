import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

describe('templates', () => {
  it.each(apparmor.templates!.map((template) => [template.title, template.text] as const))(
    '%s has nothing to say about',
    async (_, text) => {
      const part = await open(text);
      const found = apparmor.rules.flatMap((rule) =>
        [...rule.check(part, defaultContext)].map((report) => ({ severity: rule.severity, ...report })),
      );
      expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    },
  );
});

it.each([
  ['profile web flags=(complain) {\n  ^guest {\n  }\n}\n', 'apparmor.d/web', 'web · complain'],
  ['profile a {\n}\nprofile b {\n}\n', 'apparmor.d/web', '2 profiles'],
  ['/x r,\n', 'apparmor.d/abstractions/web', 'fragment, included by profiles'],
])('%j in %s is described as %s', async (text, path, wanted) => {
  expect(apparmor.describe!(await open(text, {}, path), defaultContext)).toBe(wanted);
});
