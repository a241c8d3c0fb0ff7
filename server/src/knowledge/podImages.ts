/**
 * What is known of images that many people run: what hardening has to bring along.
 * Source of truth: the Dockerfiles of the official images.
 */
export interface ImageFamily {
  /** As the image is called, without registry and tag: a pattern on its last path segments. */
  readonly name: string;
  /** The numeric user that the image is made for; absent where it is root or differs between variants. */
  readonly user?: number;
  /** Folders that it writes when it runs, besides its volumes. */
  readonly writes: readonly string[];
  /** A port below 1024 that it listens on. */
  readonly lowPort?: number;
  /** It starts as root and becomes somebody else, for which it needs capabilities. */
  readonly startsAsRoot?: boolean;
}

const families: readonly ImageFamily[] = [
  { name: 'nginx-unprivileged', user: 101, writes: ['/tmp'] },
  { name: 'nginx', user: 101, writes: ['/var/cache/nginx', '/run', '/tmp'], lowPort: 80, startsAsRoot: true },
  { name: 'httpd', user: 33, writes: ['/usr/local/apache2/logs', '/tmp'], lowPort: 80, startsAsRoot: true },
  { name: 'caddy', writes: ['/data', '/config', '/tmp'], lowPort: 80 },
  { name: 'traefik', writes: ['/tmp'], lowPort: 80 },
  { name: 'haproxy', user: 99, writes: ['/tmp'] },
  { name: 'envoy', user: 101, writes: ['/tmp'] },
  { name: 'postgres', user: 999, writes: ['/var/run/postgresql', '/tmp'], startsAsRoot: true },
  { name: 'mysql', user: 999, writes: ['/var/run/mysqld', '/tmp'], startsAsRoot: true },
  { name: 'mariadb', user: 999, writes: ['/run/mysqld', '/tmp'], startsAsRoot: true },
  { name: 'mongo', user: 999, writes: ['/tmp'], startsAsRoot: true },
  { name: 'redis', user: 999, writes: ['/tmp'], startsAsRoot: true },
  { name: 'memcached', user: 11211, writes: [] },
  { name: 'rabbitmq', user: 999, writes: ['/var/log/rabbitmq', '/tmp'], startsAsRoot: true },
  { name: 'node', user: 1000, writes: ['/tmp'] },
  { name: 'grafana', user: 472, writes: ['/tmp'] },
  { name: 'prometheus', user: 65534, writes: [] },
  { name: 'busybox', user: 65534, writes: ['/tmp'] },
  { name: 'python', writes: ['/tmp'] },
  { name: 'php', writes: ['/tmp'] },
  { name: 'wordpress', writes: ['/run', '/tmp'], lowPort: 80, startsAsRoot: true },
];

/** The family of an image reference such as `docker.io/library/nginx:1.27@sha256:…`. */
export function imageFamily(reference: string): ImageFamily | undefined {
  const name = (reference.split('@')[0] ?? '')
    .replace(/:[^:/]*$/, '')
    .split('/')
    .at(-1)
    ?.toLowerCase();
  return name ? families.find((family) => family.name === name) : undefined;
}
