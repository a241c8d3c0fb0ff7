import { giveaway } from './giveaway';

export const runtimeSocket = giveaway({
  code: 'apparmor/runtime-socket',
  kind: 'runtime-socket',
  title: "The container runtime's socket can be used",
  severity: 'warning',
  why: `A program that writes to the socket of Docker, containerd, CRI-O or Podman can start any container, with the host’s file system mounted and every capability, so this is root on the host.

A read-only mount of the socket changes nothing, since talking to it is writing. A proxy that passes only the requests needed, or the runtime's own metrics endpoint, does most such jobs.`,
  sources: [{ title: 'Docker: Protect the Docker daemon socket', url: 'https://docs.docker.com/engine/security/protect-access/' }],
  example: {
    bad: 'profile monitor {\n  /run/docker.sock rw,\n}\n',
    good: 'profile monitor {\n  /run/docker.sock r,\n}\n',
  },
  note: 'The program can no longer talk to the container runtime.',
});
