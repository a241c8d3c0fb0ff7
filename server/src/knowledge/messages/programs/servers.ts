/** nginx, Apache and other servers. */

import type { MessageRow } from '../template';
import { refused } from './refused';

/**
 * $source the repositories that each row names
 * $checked 2026-11-30
 */
export const serversMessages: readonly MessageRow[] = [
  refused(
    'nginx-mkdir',
    'nginx/nginx src/core/ngx_file.c',
    'mkdir',
    'mkdir() {path:quoted} failed ({number:number}: {errno})',
    '[emerg] 1#1: mkdir() "/var/cache/nginx/till" failed (30: Read-only file system)',
  ),
  refused(
    'nginx-chown',
    'nginx/nginx src/core/ngx_file.c',
    'chown',
    'chown({path:quoted}, {uid:number}) failed ({number:number}: {errno})',
    '[emerg] 1#1: chown("/var/cache/nginx/till", 101) failed (1: Operation not permitted)',
  ),
  refused(
    'nginx-open',
    'nginx/nginx src/core/ngx_conf_file.c',
    'create-file',
    'open() {path:quoted} failed ({number:number}: {errno})',
    '[emerg] 1#1: open() "/var/run/nginx.pid" failed (30: Read-only file system)',
  ),
  refused(
    'nginx-bind',
    'nginx/nginx src/core/ngx_connection.c',
    'bind',
    'bind() to {address:address}:{port:number} failed ({number:number}: {errno})',
    '[emerg] 1#1: bind() to 0.0.0.0:80 failed (13: Permission denied)',
  ),
  {
    id: 'nginx-entrypoint',
    file: 'nginxinc/docker-nginx entrypoint/10-listen-on-ipv6-by-default.sh',
    form: 'info: can not modify {path:path} (read-only file system?)',
    example: '10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/till.conf (read-only file system?)',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'create-file', errno: 'EROFS', path }),
  },
  refused(
    'apache-bind',
    'apache/httpd server/listen.c',
    'bind',
    '({number:number}){errno}: AH00072: make_sock: could not bind to address {address:address}:{port:number}',
    '(13)Permission denied: AH00072: make_sock: could not bind to address [::]:80',
  ),
  refused(
    'apache-log',
    'apache/httpd server/log.c',
    'create-file',
    '({number:number}){errno}: AH{code:number}: {what:text} open {kind:text}file {path:path}',
    '(30)Read-only file system: AH00091: httpd: could not open error log file /var/log/apache2/error.log.',
  ),
  refused(
    'haproxy-bind',
    'haproxy/haproxy src/proto_tcp.c',
    'bind',
    'cannot bind socket ({errno}) [{address:address}:{port:number}]',
    '[ALERT] (1) : Binding [/etc/haproxy.cfg:9] for frontend till: cannot bind socket (Permission denied) [0.0.0.0:443]',
  ),
  refused(
    'redis-open',
    'redis/redis src/rdb.c',
    'create-file',
    'Failed opening the temp RDB file {path} (in server root dir {folder}) for saving: {errno}',
    '1:M 30 Nov 2026 09:00:00 * Failed opening the temp RDB file temp-1.rdb (in server root dir /data) for saving: Read-only file system',
  ),
  refused(
    'postgres-lock',
    'postgres/postgres src/backend/utils/init/miscinit.c',
    'create-file',
    'could not create lock file {path:quoted}: {errno}',
    'FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": Read-only file system',
  ),
  refused(
    'postgres-chmod',
    'postgres/postgres src/bin/initdb/initdb.c',
    'chmod',
    'could not change permissions of directory {path:quoted}: {errno}',
    'initdb: error: could not change permissions of directory "/var/lib/postgresql/data": Operation not permitted',
  ),
  refused(
    'postgres-mkdir',
    'postgres/postgres src/bin/initdb/initdb.c',
    'mkdir',
    'could not create directory {path:quoted}: {errno}',
    'initdb: error: could not create directory "/var/lib/postgresql/data": Permission denied',
  ),
  refused('mysqld-mbind', 'mysql/mysql-server storage/innobase', 'memory-policy', 'mbind: {errno}', 'mbind: Operation not permitted'),
  refused(
    'vault-mlock',
    'hashicorp/vault command/server.go',
    'lock-memory',
    'Error initializing core: Failed to lock memory: {errno}',
    'Error initializing core: Failed to lock memory: cannot allocate memory',
    { capability: 'CAP_IPC_LOCK' },
  ),
  refused('mlock', 'golang.org/x/sys mlock(2)', 'lock-memory', 'mlock{all:text}: {errno}', 'error: mlockall: Operation not permitted', {
    generic: true,
    capability: 'CAP_IPC_LOCK',
  }),
];
