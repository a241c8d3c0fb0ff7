import { describe, it } from 'vitest';
import { type Case, expectAnswers, hardened, plainPod, pod } from './cases';

const cases: Readonly<Record<string, Case>> = {
  'a container of another pod is left alone': {
    text: "kubectl exec till-5b9f6c7d8-abcde -c till -- touch /var/x\ntouch: cannot touch '/var/x': Read-only file system",
    files: { 'a.yaml': hardened, 'b.yaml': hardened.replaceAll('till', 'other') },
    answers: ['certain filesystem a.yaml:17'],
    says: /emptyDir/,
  },
  'a folder with an emptyDir is writable, so the root is not it': {
    text: "$ kubectl logs deploy/till -c till\ntouch: cannot touch '/scratch/x': Read-only file system",
    files: { 'a.yaml': hardened },
    answers: [],
  },
  'a ConfigMap is always read-only': {
    text: "$ kubectl logs deploy/till -c till\nsed: couldn't open temporary file /etc/till/sedAb12: Read-only file system",
    files: { 'a.yaml': hardened },
    answers: ['likely filesystem a.yaml:23'],
    says: /ConfigMap/,
  },
  'node reports a read-only root': {
    text: "till-6d9f8b7c5d-8zq4t till Error: EROFS: read-only file system, mkdir '/app/.next/cache'",
    files: { 'a.yaml': hardened },
    answers: ['certain filesystem a.yaml:17'],
    says: /\/app\/\.next/,
  },
  'java reports a read-only root': {
    text: 'till-6d9f8b7c5d-8zq4t till java.io.FileNotFoundException: /opt/till/app.log (Read-only file system)',
    files: { 'a.yaml': hardened },
    answers: ['certain filesystem a.yaml:17'],
    says: /\/opt\/till/,
  },
  'a read-only root of Compose': {
    text: 'web-1  | mkdir: cannot create directory ‘/var/cache/web’: Read-only file system',
    files: {
      'compose.yaml':
        'services:\n  web:\n    image: registry.example.org/web:1\n    read_only: true\n    tmpfs: [/tmp]\n  other:\n    image: b\n    read_only: true\n',
    },
    answers: ['certain filesystem compose.yaml:4'],
    says: /tmpfs at \/var\/cache/,
  },
  'sudo under no new privileges': {
    text: 'till-6d9f8b7c5d-8zq4t till sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
    files: { 'a.yaml': hardened },
    answers: ['certain user a.yaml:18'],
  },
  'sudo in a service with no-new-privileges': {
    text: "dev-1 | sudo: The 'no new privileges' flag is set, which prevents sudo from running as root.",
    files: { 'compose.yaml': 'services:\n  dev:\n    image: a\n    security_opt:\n      - no-new-privileges:true\n' },
    answers: ['certain user compose.yaml:5'],
  },
  'gosu without SETUID and SETGID': {
    text: 'db | error: failed switching to "db": operation not permitted',
    files: { 'compose.yaml': 'services:\n  db:\n    image: db\n    cap_drop: [ALL]\n    cap_add: [CHOWN]\n' },
    answers: ['likely capability compose.yaml:4'],
    says: /SETGID and SETUID/,
  },
  'a port below 1024, of a Go program': {
    text: 'till-6d9f8b7c5d-8zq4t till 2026/11/30 09:00:00 listen tcp :443: bind: permission denied',
    files: { 'a.yaml': hardened },
    answers: ['likely capability a.yaml:20'],
    says: /443.*NET_BIND_SERVICE/,
  },
  'a port above 1023 is no matter of capabilities': {
    text: 'till-6d9f8b7c5d-8zq4t till listen tcp :8080: bind: permission denied',
    files: { 'a.yaml': hardened },
    answers: [],
  },
  'a user other than root has no capabilities from the start': {
    text: 'till: chown: /data: Operation not permitted',
    files: { 'a.yaml': pod('  securityContext:\n    runAsUser: 70\n  containers:\n  - name: till\n    image: a\n') },
    answers: ['likely user a.yaml:7'],
    says: /user 70.*CHOWN/,
  },
  'a mount without SYS_ADMIN': {
    text: 'mount: /mnt: permission denied.',
    files: { 'a.yaml': plainPod },
    answers: ['likely capability a.yaml:7'],
    says: /SYS_ADMIN/,
  },
  'a privileged container has every capability': {
    text: 'RTNETLINK answers: Operation not permitted',
    files: { 'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      privileged: true\n') },
    answers: [],
  },
  'a device of Compose that was not given': {
    text: 'vpn-1 | ERROR: Cannot open TUN/TAP dev /dev/net/tun: Operation not permitted (errno=1)',
    files: {
      'compose.yaml': 'services:\n  vpn:\n    image: vpn\n    cap_add: [NET_ADMIN]\n    volumes:\n      - /dev/net/tun:/dev/net/tun\n',
    },
    answers: ['likely runtime compose.yaml:6'],
    says: /devices/,
  },
};

describe('what a container forbids', () => {
  it.each(Object.entries(cases))('%s', (_, one) => expectAnswers(one));
});
