import { stopSignals } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const stopSignal = refusedByApi({
  code: 'pod/stop-signal',
  since: 'Kubernetes 1.33',
  title: 'A stop signal without an operating system',
  why: 'The API server refuses the pod: the names of signals are those of an operating system, so `lifecycle.stopSignal` (1.33, gate ContainerStopSignals) needs `os.name`. Windows knows SIGTERM and SIGKILL.',
  example: {
    bad: podWith({ container: 'lifecycle:\n  stopSignal: SIGUSR1' }),
    good: podWith({ container: 'lifecycle:\n  stopSignal: SIGUSR1', podEnd: 'os:\n  name: linux' }),
  },
  byPiece: true,
  refuses: [stopSignals],
});
