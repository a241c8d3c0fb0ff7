import { lazy } from '../lazy';
import { repositoryOf } from './images';

/** What the start script or the program of an image needs when it starts as root or with its own user. */
interface ImageNeed {
  /** As people name the image on a card. */
  readonly image: string;
  /** Without `CAP_`. */
  readonly capabilities: string;
  /** Its program has them as file capabilities, so it needs them for every user. */
  readonly onFile?: true;
  /** Why, as the end of a sentence. */
  readonly because: string;
  /** Repository on GitHub, and the file there. */
  readonly source: string;
}

const chownAndGosu = 'its start script chowns the data folder and switches user with gosu';

/**
 * Official and much used images. Not needed where the pod starts as the image's service user and the volumes belong to that.
 *
 * $source The entrypoint or Dockerfile that each row names; each was read again on the day below.
 * $version the heads of 2026: postgres 6edb0a8c, mysql 7f30fdb, mariadb 1b6429b, mongo 2c69a57b, httpd 9b63b37, nginx 0d7f438, caddy 62d1326,
 *   coredns 4b26cced, ingress-nginx dbb11b92, vault 1d04c5e2; redis e9204996 (2024)
 * $checked 2026-11-30
 */
const needs: readonly ImageNeed[] = [
  {
    image: 'postgres',
    capabilities: 'CHOWN DAC_OVERRIDE FOWNER SETGID SETUID',
    because: `${chownAndGosu}, and sets the mode of the folder`,
    source: 'docker-library/postgres docker-entrypoint.sh',
  },
  {
    image: 'mysql',
    capabilities: 'CHOWN DAC_OVERRIDE SETGID SETUID',
    because: chownAndGosu,
    source: 'docker-library/mysql template/docker-entrypoint.sh',
  },
  {
    image: 'mariadb',
    capabilities: 'CHOWN DAC_OVERRIDE SETGID SETUID',
    because: chownAndGosu,
    source: 'MariaDB/mariadb-docker docker-entrypoint.sh',
  },
  {
    image: 'mongo',
    // mongod creates its folders with mode 700, which find reads as root on the next start.
    capabilities: 'CHOWN DAC_OVERRIDE SETGID SETUID',
    because: chownAndGosu,
    source: 'docker-library/mongo docker-entrypoint.sh; honorSystemUmask of mongod',
  },
  {
    image: 'redis',
    capabilities: 'CHOWN SETGID SETUID',
    // With `appendonly` the server has a folder of mode 700, since the script sets the umask 0077; find reads it as root on the next start.
    because:
      'its start script chowns the data folder and switches user; with appendonly it also needs DAC_OVERRIDE from the second start on',
    source: 'docker-library/redis docker-entrypoint.sh',
  },
  {
    image: 'nginx',
    capabilities: 'CHOWN SETGID SETUID NET_BIND_SERVICE',
    because: 'the main process chowns the cache folders, listens on port 80 and starts workers as user nginx',
    source: 'nginx/nginx src/os/unix/ngx_process_cycle.c',
  },
  {
    image: 'httpd',
    capabilities: 'SETGID SETUID NET_BIND_SERVICE',
    because: 'the main process listens on port 80 and starts workers as www-data',
    source: 'docker-library/httpd 2.4/Dockerfile',
  },
  {
    image: 'caddy',
    capabilities: 'NET_BIND_SERVICE',
    onFile: true,
    because: 'the program has it as a file capability and does not start without',
    source: 'caddyserver/caddy-docker 2.11/alpine/Dockerfile',
  },
  {
    image: 'ingress-nginx/controller',
    capabilities: 'NET_BIND_SERVICE',
    onFile: true,
    because: 'the program has it as a file capability and does not start without',
    source: 'kubernetes/ingress-nginx rootfs/Dockerfile',
  },
  {
    image: 'coredns/coredns',
    capabilities: 'NET_BIND_SERVICE',
    onFile: true,
    because: 'the program has it as a file capability and does not start without',
    source: 'coredns/coredns Dockerfile',
  },
  {
    image: 'hashicorp/vault',
    capabilities: 'CHOWN IPC_LOCK SETFCAP SETGID SETUID',
    because: 'its start script chowns folders, runs setcap for IPC_LOCK and switches user with su-exec',
    source: 'hashicorp/vault .release/docker/docker-entrypoint.sh',
  },
];

const byCapability = lazy(() => {
  const found = new Map<string, ImageNeed[]>();
  for (const need of needs)
    for (const name of need.capabilities.split(' ')) found.set(`CAP_${name}`, [...(found.get(`CAP_${name}`) ?? []), need]);
  return found;
});

/** Images that need a capability, `CAP_CHOWN`. */
export const imagesNeeding = (capability: string): readonly Omit<ImageNeed, 'capabilities'>[] => byCapability().get(capability) ?? [];

/** What an image needs when it starts as root, without `CAP_`; undefined where that is not known. `reference`: with registry and tag. */
export function capabilityNeeds(
  reference: string,
): (Omit<ImageNeed, 'capabilities'> & { readonly capabilities: readonly string[] }) | undefined {
  const repository = repositoryOf(reference);
  const need = needs.find(({ image }) => image === repository);
  return need && { ...need, capabilities: need.capabilities.split(' ') };
}
