import { probesAndHooks } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const probeHandler = refusedByApi({
  code: 'pod/probe-handler',
  title: 'A probe or hook that the API server refuses',
  why: 'The API server refuses the pod: a probe or hook does one thing (`exec`, `httpGet`, `tcpSocket`; probes also `grpc`, hooks `sleep`), its numbers are not negative, and `successThreshold` of liveness and startup probes is 1.',
  example: {
    bad: podWith({ container: 'livenessProbe:\n  successThreshold: 3\n  tcpSocket:\n    port: 8080' }),
    good: podWith({ container: 'livenessProbe:\n  successThreshold: 1\n  tcpSocket:\n    port: 8080' }),
  },
  byPiece: true,
  refuses: [probesAndHooks],
});
