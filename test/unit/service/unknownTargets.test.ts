import { beforeAll, expect, it } from 'vitest';
import { loadLanguages } from '../../../server/src/service/registry';
import { readSettings } from '../../../server/src/service/settings';

beforeAll(() => loadLanguages());

it.each([
  ['kubernetes.version', '1.99', /^confine\.kubernetes\.version: Kubernetes 1\.99 is newer than 1\.\d+, the newest that Confine knows$/],
  ['kubernetes.version', '3.31', /"3\.31" is not a version of Kubernetes: .*did you mean 1\.31\?$/],
  ['kubernetes.version', 'newest', /"newest" is not a version of Kubernetes: latest, or one such as 1\.\d+$/],
  ['apparmor.version', '3.7', /there is no AppArmor 3\.7; known: /],
  ['apparmor.version', '12.0', /AppArmor 12\.0 is newer than \d+\.\d+, the newest release that Confine knows$/],
  ['apparmor.version', 'focal', /"focal" is not a release of AppArmor: auto, or one such as /],
  ['architecture', 'amd46', /"amd46" is not an architecture that libseccomp knows; did you mean x86_64\?$/],
  ['architecture', 'z80000000', /"z80000000" is not an architecture that libseccomp knows, such as x86_64 or aarch64$/],
  ['kernel', '6.x', /"6\.x" is not a line of Linux releases, such as 6\.18$/],
  ['runtime', 'rnuc-1.4', /"rnuc-1\.4" is not runc or crun, alone or with a release, such as runc-1\.4$/],
])('says that confine.%s knows no %s', (key, value, message) => {
  const { settings, problems } = readSettings({ [key]: value });
  expect(problems).toEqual([expect.stringMatching(message)]);
  expect(settings).toEqual(readSettings({}).settings);
});

it.each([
  ['kubernetes.version', 'v1.31.4'],
  ['apparmor.version', '4.1.2'],
  ['architecture', 'amd64'],
  ['architecture', 'arm64v8'],
  ['architecture', 'SCMP_ARCH_S390X'],
  ['kernel', '6.12'],
  ['runtime', 'crun-1.29'],
])('takes confine.%s: %s', (key, value) => expect(readSettings({ [key]: value }).problems).toEqual([]));
