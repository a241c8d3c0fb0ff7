/** Rules are called where they have something to look at and where what they find can be shown; the findings are those of all rules. */

import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../server/src/core';
import { apparmor } from '../../../server/src/languages/apparmor';
import { check, open } from '../../../server/src/service';
import { type Checked, calledRules } from '../../../server/src/service/check';

const documentOf = async (text: string, version = 1) => {
  const source = { uri: 'file:///project/apparmor.d/web', languageId: 'apparmor', version, text };
  const document = await open(source, memoryFiles(), { context: defaultContext });
  if (!document) throw new Error('not read');
  return document;
};

const said = (findings: readonly Checked[]) => findings.map(({ code, span, message, severity }) => ({ code, span, message, severity }));

const all = { rules: {} };
const recommended = { rules: {}, preset: 'recommended' } as const;

const plain = 'abi <abi/4.0>,\n\nprofile web {\n  /srv/web/** r,\n}\n';

describe('the rules of AppArmor', () => {
  it.each(apparmor.rules.map(({ code, example }) => [code, example] as const))(
    'find in the example of %s what all of them find',
    async (_, example) => {
      const context = { ...defaultContext, ...example.context };
      for (const text of [example.bad, example.good]) {
        const document = await documentOf(text);
        const { part } = document.regions[0]!;
        const found = new Set(check(document, context, all).map(({ code, span }) => `${code} ${span.start} ${span.end}`));
        const every = apparmor.rules.flatMap((rule) =>
          [...rule.check(part as never, context)].map(({ span }) => `${rule.code} ${span.start} ${span.end}`),
        );
        expect(found).toEqual(new Set(every));
      }
    },
  );

  it('are called only where there is something for them', async () => {
    const document = await documentOf(plain);
    calledRules.count = 0;
    expect(check(document, defaultContext, all)).toEqual([]);
    expect(calledRules.count).toBeLessThan(25);
    const wrong = await documentOf(plain.replace('r,', 'z,'));
    const before = calledRules.count;
    expect(check(wrong, defaultContext, all).length).toBe(1);
    expect(calledRules.count - before).toBeLessThanOrEqual(before + 1);
  });

  it('are not called again, nor those whose findings the preset leaves out', async () => {
    const text = plain.replace('}\n', '  /srv/web/index.html r,\n  /usr/bin/logger px,\n}\n');
    const document = await documentOf(text);
    calledRules.count = 0;
    const shown = check(document, defaultContext, recommended);
    expect(said(shown).map(({ code }) => code)).not.toContain('apparmor/covered-rule');
    const first = calledRules.count;
    check(document, defaultContext, recommended);
    expect(calledRules.count).toBe(first);
    const more = said(check(document, defaultContext, all));
    expect(more.map(({ code }) => code)).toContain('apparmor/covered-rule');
    expect(more.map(({ code }) => code)).toContain('apparmor/keeps-environment');
    expect(more).toEqual(said(check(await documentOf(text), defaultContext, all)));
    expect(calledRules.count - first).toBeGreaterThan(0);
  });

  it('are called where the user sets a severity that the preset would not show', async () => {
    const document = await documentOf(plain.replace('}\n', '  /srv/web/index.html r,\n}\n'));
    const chosen = { rules: { 'apparmor/covered-rule': 'warning' }, preset: 'recommended' } as const;
    expect(said(check(document, defaultContext, chosen)).map(({ severity }) => severity)).toContain('warning');
    expect(check(document, defaultContext, { ...chosen, rules: { 'apparmor/covered-rule': 'off' } })).toEqual([]);
  });
});
