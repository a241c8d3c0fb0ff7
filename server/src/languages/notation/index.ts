import type { Language } from '../../core';
import { formatJson } from '../../tree';
import { complete, describe, diff, hover, lenses, outline } from './editor';
import { exampleQuery, explain } from './explain';
import { load, type TrustPart } from './part';
import { rules } from './rules';

export const notation: Language<TrustPart> = {
  name: 'notation',
  title: 'Notation trust policy',
  rules,
  examplePath: 'notation/trustpolicy.json',
  load,
  isBroken: ({ tree }) => tree.problems.length > 0,
  describe,
  complete,
  hover,
  outline,
  symbols: outline,
  lenses,
  diff,
  explain,
  question: 'An image: registry.example.com/app:1',
  exampleQuery,
  asksAbout: 'uses-image',
  format: ({ tree, inObject }, options, range) => (inObject ? [] : formatJson(tree, options, range)),
  templates: [
    {
      title: 'Trust policy of Notation',
      description: 'Images of one repository must be signed; every other repository is refused',
      fileName: 'trustpolicy.json',
      languageId: 'json',
      text: `${JSON.stringify(
        {
          version: '1.0',
          trustPolicies: [
            {
              name: 'app',
              registryScopes: ['registry.example.com/app'],
              signatureVerification: { level: 'strict' },
              trustStores: ['ca:example'],
              trustedIdentities: ['x509.subject: C=US, ST=WA, O=example'],
            },
          ],
        },
        null,
        2,
      )}\n`,
    },
  ],
};
