// A registry with one image for every name, for tests that ask a real program; what it is asked for is written to standard output.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const config = Buffer.from('{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}');
const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: config.length, digest: digestOf(config) },
    layers: [],
  }),
);

const server = createServer(({ url = '', method }, response) => {
  const send = (status, type, bytes) => {
    response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, 'docker-content-digest': digestOf(bytes) });
    response.end(method === 'HEAD' ? undefined : bytes);
  };
  if (url === '/v2/') return send(200, 'application/json', Buffer.from('{}'));
  // A packet of OpenPGP that nothing verifies: the reader has to load its keys to find that out.
  if (/^\/signatures\/.*\/signature-1$/.test(url)) return send(200, 'application/octet-stream', Buffer.from([0xa3, 1, 2, 3]));
  if (/\/manifests\//.test(url)) return send(200, 'application/vnd.docker.distribution.manifest.v2+json', manifest);
  if (url.endsWith(`/blobs/${digestOf(config)}`)) return send(200, 'application/octet-stream', config);
  send(404, 'application/json', Buffer.from('{}'));
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
