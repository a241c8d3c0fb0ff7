import { describe, expect, it } from 'vitest';
import { codesIn, fixedIn } from './helpers';

const policyOf = (prefix: string, signedPrefix = 'quay.io/team') =>
  JSON.stringify({
    default: [{ type: 'reject' }],
    transports: {
      docker: {
        'mirror.example.com': [
          { type: 'signedBy', keyType: 'GPGKeys', keyData: 'mQ==', signedIdentity: { type: 'remapIdentity', prefix, signedPrefix } },
        ],
      },
    },
  });

const found = async (text: string) => (await codesIn(text)).filter((code) => code === 'remap-never-matches');

describe('a prefix of remapIdentity', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox'],
    ['library/busybox', 'docker.io/library/busybox'],
    ['library', 'docker.io/library'],
    ['team/app', 'docker.io/team/app'],
    ['index.docker.io/team', 'docker.io/team'],
    ['index.docker.io', 'docker.io'],
  ])('%s never matches; %s was meant', async (prefix, full) => {
    expect(await found(policyOf(prefix))).toHaveLength(1);
    expect(await fixedIn(policyOf(prefix), 'remap-never-matches')).toBe(policyOf(full));
    expect(await found(policyOf('mirror.example.com', prefix))).toHaveLength(1);
  });

  it.each([
    'mirror.example.com',
    'mirror.example.com/a',
    'localhost',
    'localhost/a',
    'host:5000',
    'host:5000/a',
    'docker.io/library',
    'docker.io/team',
  ])('%s may match', async (prefix) => expect(await found(policyOf(prefix))).toEqual([]));

  it('that the reader refuses is left to the rule about that', async () => {
    for (const prefix of ['https://quay.io', 'quay.io/A', 'quay.io/']) expect(await found(policyOf(prefix))).toEqual([]);
  });
});
