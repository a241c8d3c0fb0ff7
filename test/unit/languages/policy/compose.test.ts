import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { fixesIn } from './helpers';

const scope = (name: string, type = 'insecureAcceptAnything') => ({ [name]: [{ type }] });
const fragment = JSON.stringify({ transports: { docker: scope('quay.io/team'), dir: scope('/srv') } });

/** What the fix of a fragment makes of policy.json. */
async function composed(text: string, before: string): Promise<string> {
  const [fix] = await fixesIn(text, 'registries-file-name', { path: 'policy.d/10-team.json' });
  const [other] = fix?.others ?? [];
  expect(other?.uri).toBe('file:///tree/etc/containers/policy.json');
  expect(fix?.safe).toBe(false);
  return applyEdits(before, other?.edits(before) ?? []);
}

describe('a fragment in policy.d', () => {
  it('goes into policy.json, beside what is there', async () => {
    const before =
      '{\n  "default": [{ "type": "reject" }],\n  "transports": {\n    "docker": {\n      "ghcr.io": [{ "type": "reject" }]\n    }\n  }\n}\n';
    const after = await composed(fragment, before);
    expect(JSON.parse(after)).toEqual({
      default: [{ type: 'reject' }],
      transports: { docker: { ...scope('ghcr.io', 'reject'), ...scope('quay.io/team') }, dir: scope('/srv') },
    });
    expect(after).toContain('      "ghcr.io": [{ "type": "reject" }]');
    expect(await composed(fragment, after)).toBe(after);
  });

  it('leaves a scope and a default that are there as they are', async () => {
    const before = '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "reject" }] } } }';
    const own = JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }], transports: { docker: scope('quay.io/team') } });
    expect(await composed(own, before)).toBe(before);
  });

  it('makes a policy that refuses the rest where there is none', async () => {
    expect(JSON.parse(await composed(fragment, ''))).toEqual({
      default: [{ type: 'reject' }],
      transports: { docker: scope('quay.io/team'), dir: scope('/srv') },
    });
  });

  it('changes nothing in a policy that does not load', async () => {
    expect(await composed(fragment, '{ "default": [')).toBe('{ "default": [');
  });
});
