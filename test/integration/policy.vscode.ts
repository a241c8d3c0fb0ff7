import { find, findingOn, hoverAt, offered, ok, open, test, until } from './harness';

const file = 'containers/policy.json';

test('policy: a scope that can never match is found', async () => {
  const document = await open(file);
  await findingOn(document, 'https://quay.io');
});

test('policy: hover explains a requirement', async () => {
  const document = await open(file);
  const text = await until('a hover', () => hoverAt(document, find(document, 'sigstoreSigned').start.translate(0, 3)));
  ok(text.includes('sigstore'), text);
});

test('policy: requirement types complete', async () => {
  const document = await open(file);
  await offered(document, find(document, 'sigstoreSigned').start, 'signedBy');
});
