import { podWith } from './example';
import { standardRule } from './standardRule';

export const hostPathVolumes = standardRule({
  control: 'hostPathVolumes',
  code: 'pod/host-path-volumes',
  title: 'hostPath volume: a folder of the node is mounted',
  file: 'check_hostPathVolumes.go',
  why: `A hostPath volume hands a piece of the node’s disk to the pod. A writable one under \`/etc\`, \`/var/lib/kubelet\` or the runtime’s folders leads to the node; even a
read-only one shows the secrets of other pods. The path is checked neither for symbolic links nor for what the folder becomes later. Use a PersistentVolumeClaim, \`configMap\`, \`emptyDir\` or a CSI driver.`,
  sources: [{ title: 'Kubernetes: hostPath volumes', url: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath' }],
  example: {
    bad: podWith({ pod: 'volumes:\n  - name: data\n    hostPath:\n      path: /srv/data' }),
    good: podWith({ pod: 'volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data' }),
    fixDiffers: 'The fix writes an emptyDir, because it cannot know which volume claim has the data.',
  },
  fix: () => 'Replace the hostPath by an emptyDir',
});
