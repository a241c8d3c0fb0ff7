import { expect, it } from 'vitest';
import { abstractionHelp, shippedIncludes, tunableHelp } from '../../../server/src/knowledge';

it('says of every shipped include what it opens, in whole sentences', () => {
  for (const path of shippedIncludes()) {
    const [folder = '', ...rest] = path.split('/');
    const name = rest.join('/');
    const said = folder === 'abstractions' ? abstractionHelp().get(name)?.opens : tunableHelp().get(name);
    expect(said, path).toMatch(/^[A-Z/].*\.$/);
  }
  for (const [name, { risk }] of abstractionHelp()) if (risk !== undefined) expect(risk, name).toMatch(/^[A-Z/s].*\.$/);
});

it.each([
  'X',
  'authentication',
  'dbus',
  'dbus-session',
  'ssl_keys',
  'kerberosclient',
  'smbpass',
  'user-mail',
  'devices-usb',
  'ubuntu-helpers',
])('warns of %s', (name) => {
  expect(abstractionHelp().get(name)?.risk).toBeDefined();
});

it.each(['ssl_certs', 'private-files', 'dbus-strict', 'nameservice-strict', 'fonts', 'python'])('does not warn of %s', (name) => {
  expect(abstractionHelp().get(name)?.risk).toBeUndefined();
});
