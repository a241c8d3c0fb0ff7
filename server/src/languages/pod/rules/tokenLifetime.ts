import { tokenLife } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const tokenLifetime = refusedByApi({
  code: 'pod/token-lifetime',
  title: 'A service account token that expires too soon',
  why: 'The API server refuses the pod: a projected token lives at least 10 minutes, since the kubelet renews it when a fifth of its life is left, and at most 2^32 seconds.',
  sources: [docs('Projected volumes', 'concepts/storage/projected-volumes/#serviceaccounttoken')],
  example: {
    bad: podWith({
      podEnd:
        'volumes:\n  - name: token\n    projected:\n      sources:\n        - serviceAccountToken:\n            path: token\n            expirationSeconds: 60',
    }),
    good: podWith({
      podEnd:
        'volumes:\n  - name: token\n    projected:\n      sources:\n        - serviceAccountToken:\n            path: token\n            expirationSeconds: 600',
    }),
  },
  refuses: [tokenLife],
});
