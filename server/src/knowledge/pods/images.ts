/**
 * What is known of images that many people run: what hardening has to add for them.
 *
 * $source the Dockerfile that each row names, entrypoint included; what none of them settles is left out
 * $checked 2026-11-30
 */
export interface ImageFamily {
  /** Repositories without their registry; official ones without `library/`. */
  readonly repositories: readonly string[];
  /** The numeric user that the image is made for, also where it starts as root and becomes that user later. */
  readonly user?: number;
  /** The same where the tag says `alpine`, if it differs; `null`: not known. */
  readonly alpineUser?: number | null;
  /** Folders that it writes when it runs, besides the volumes that the image declares. */
  readonly writes?: readonly string[];
  /** A port below 1024 that it listens on. */
  readonly lowPort?: number;
  /** Its program carries NET_BIND_SERVICE as a file capability, and the kernel does not start it where the bounding set does not have it. */
  readonly fileCapability?: boolean;
  /** Repository on GitHub, and the file there. */
  readonly source: string;
}

const families: readonly ImageFamily[] = [
  {
    repositories: ['nginxinc/nginx-unprivileged'],
    user: 101,
    writes: ['/tmp'],
    source: 'nginxinc/docker-nginx-unprivileged mainline/debian/Dockerfile',
  },
  {
    // The two folders are those that its documentation names for a read-only root.
    repositories: ['nginx'],
    user: 101,
    writes: ['/var/cache/nginx', '/run'],
    lowPort: 80,
    source: 'nginxinc/docker-nginx stable/alpine-slim/Dockerfile; docker-library/docs nginx/content.md',
  },
  {
    // www-data of Debian and of Alpine; the process id is in logs/httpd.pid.
    repositories: ['httpd'],
    user: 33,
    alpineUser: 82,
    writes: ['/usr/local/apache2/logs'],
    lowPort: 80,
    source: 'docker-library/httpd 2.4/Dockerfile, 2.4/alpine/Dockerfile',
  },
  {
    repositories: ['caddy'],
    writes: ['/config', '/data'],
    lowPort: 80,
    fileCapability: true,
    source: 'caddyserver/caddy-docker 2.11/alpine/Dockerfile',
  },
  { repositories: ['traefik'], lowPort: 80, source: 'traefik/traefik-library-image v3.7/alpine/Dockerfile' },
  { repositories: ['haproxy'], user: 99, source: 'docker-library/haproxy Dockerfile.template' },
  {
    repositories: ['ingress-nginx/controller'],
    lowPort: 80,
    fileCapability: true,
    source: 'kubernetes/ingress-nginx rootfs/Dockerfile',
  },
  { repositories: ['coredns/coredns'], lowPort: 53, fileCapability: true, source: 'coredns/coredns Dockerfile' },
  {
    repositories: ['postgres'],
    user: 999,
    alpineUser: 70,
    writes: ['/var/run/postgresql', '/tmp'],
    source: 'docker-library/postgres Dockerfile-debian.template, Dockerfile-alpine.template',
  },
  { repositories: ['mysql'], user: 999, writes: ['/var/run/mysqld', '/tmp'], source: 'docker-library/mysql template/Dockerfile.oracle' },
  { repositories: ['mariadb'], writes: ['/run/mysqld', '/tmp'], source: 'MariaDB/mariadb-docker 11.4/Dockerfile' },
  { repositories: ['mongo'], user: 999, writes: ['/tmp'], source: 'docker-library/mongo Dockerfile-linux.template' },
  { repositories: ['redis'], user: 999, writes: [], source: 'docker-library/redis debian/Dockerfile, alpine/Dockerfile' },
  { repositories: ['memcached'], user: 11211, writes: [], source: 'docker-library/memcached 1/debian/Dockerfile, 1/alpine/Dockerfile' },
  {
    repositories: ['rabbitmq'],
    user: 999,
    alpineUser: null,
    writes: ['/var/log/rabbitmq', '/tmp'],
    source: 'docker-library/rabbitmq Dockerfile-ubuntu.template',
  },
  { repositories: ['node'], user: 1000, source: 'nodejs/docker-node Dockerfile-debian.template' },
  {
    // No volume is declared: without a mount its database lies in the container's own layer.
    repositories: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    user: 472,
    writes: ['/var/lib/grafana', '/var/log/grafana', '/tmp'],
    source: 'grafana/grafana Dockerfile',
  },
];

/** What most programs write that write anything at all. */
const usualWrites: readonly string[] = ['/tmp'];

export interface KnownImage extends Pick<ImageFamily, 'user' | 'lowPort' | 'fileCapability'> {
  readonly writes: readonly string[];
}

/** The repository without its registry, official ones without `library/`, and the tag. */
function partsOf(reference: string): { readonly repository: string; readonly tag: string } {
  const name = (reference.split('@')[0] ?? '').toLowerCase();
  const tag = /:([^:/]*)$/.exec(name)?.[1] ?? '';
  const segments = name.slice(0, tag ? -tag.length - 1 : undefined).split('/');
  if (segments.length > 1 && /[.:]|^localhost$/.test(segments[0] ?? '')) segments.shift();
  return { repository: segments.join('/').replace(/^(?:docker\/)?library\//, ''), tag };
}

/** `nginx` of `docker.io/library/nginx:1.27`. */
export const repositoryOf = (reference: string): string => partsOf(reference).repository;

/** What is known of an image reference such as `docker.io/library/nginx:1.27@sha256:…`; of an unknown one the usual. */
export function imageKnowledge(reference: string): KnownImage {
  const { repository, tag } = partsOf(reference);
  const family = families.find(({ repositories }) => repositories.includes(repository));
  if (!family) return { writes: usualWrites };
  const { user, alpineUser, writes = usualWrites, lowPort, fileCapability } = family;
  const own = alpineUser !== undefined && tag.includes('alpine') ? alpineUser : user;
  return {
    writes,
    ...(own !== undefined && own !== null && { user: own }),
    ...(lowPort !== undefined && { lowPort }),
    ...(fileCapability && { fileCapability }),
  };
}
