import type { TemplateCall } from '../evaluate';
import { Native, of, type Value } from '../value';
import { type Functions, integerIn, plain } from './define';

/**
 * What differs from one installation to the next, and what only a clock knows. A text of the same shape takes its place: no pod is
 * confined by a password.
 */
const characters = plain((count) => 'x'.repeat(Math.max(0, Math.min(10_000, integerIn(count)))));
const certificate: TemplateCall = () =>
  of(new Native('certificate', { Cert: of('-----BEGIN CERTIFICATE-----'), Key: of('-----BEGIN PRIVATE KEY-----') }));
const word =
  (text: string): TemplateCall =>
  () =>
    of(text);
const time: Value = of(
  new Native('time', { Version: of('2006-01-02 15:04:05 +0000 UTC') }, { Unix: () => of(0), Format: ([layout]) => layout ?? of('') }),
);

/** A time.Duration of whole seconds as Go prints it. */
function durationText(seconds: number): string {
  const [hours, minutes] = [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60];
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds % 60}s`;
}

export const secrets: Functions = {
  randAlphaNum: characters,
  randAlpha: characters,
  randAscii: characters,
  randNumeric: plain((count) => '1'.repeat(Math.max(0, Math.min(10_000, integerIn(count))))),
  randBytes: characters,
  randInt: ([from]) => of(integerIn(from)),
  shuffle: ([text]) => text ?? of(''),
  uuidv4: word('00000000-0000-4000-8000-000000000000'),
  genPrivateKey: word('-----BEGIN PRIVATE KEY-----'),
  genCA: certificate,
  genCAWithKey: certificate,
  genSelfSignedCert: certificate,
  genSelfSignedCertWithKey: certificate,
  genSignedCert: certificate,
  genSignedCertWithKey: certificate,
  buildCustomCert: certificate,
  derivePassword: word('xxxxxxxx'),
  bcrypt: word('$2a$10$xxxxxxxx'),
  htpasswd: word('user:$2a$10$xxxxxxxx'),
  encryptAES: word('xxxxxxxx'),
  decryptAES: word('xxxxxxxx'),
  now: () => time,
  toDate: () => time,
  date: ([layout]) => layout ?? of(''),
  dateInZone: ([layout]) => layout ?? of(''),
  date_in_zone: ([layout]) => layout ?? of(''),
  dateModify: () => time,
  date_modify: () => time,
  mustDateModify: () => time,
  htmlDate: word('2006-01-02'),
  htmlDateInZone: word('2006-01-02'),
  unixEpoch: word('0'),
  ago: word('0s'),
  duration: plain((seconds) => durationText(integerIn(seconds))),
  durationRound: word('0s'),
  env: word(''),
  expandenv: word(''),
  getHostByName: word(''),
};
