import { refusedRestarts } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const restartRules = refusedByApi({
  code: 'pod/restart-rules',
  since: 'Kubernetes 1.34',
  title: 'Restart rules that the API server refuses',
  why: 'The API server refuses the pod: since 1.34 (gate ContainerRestartRules, on in 1.35) every container may have a `restartPolicy`, and with one also `restartPolicyRules`: at most 20, each with an action and exit codes. Before, only `Always` on an init container is taken.',
  sources: [docs('Pod Lifecycle', 'concepts/workloads/pods/pod-lifecycle/#container-restart-rules')],
  example: {
    bad: podWith({ container: 'restartPolicyRules:\n  - action: Restart\n    exitCodes:\n      operator: In\n      values: [42]' }),
    good: podWith({
      container: 'restartPolicy: Never\nrestartPolicyRules:\n  - action: Restart\n    exitCodes:\n      operator: In\n      values: [42]',
    }),
  },
  byPiece: true,
  refuses: [refusedRestarts],
});
