import { podWith } from './example';
import { standardRule } from './standardRule';

export const restrictedVolumes = standardRule({
  control: 'restrictedVolumes',
  code: 'pod/restricted-volumes',
  title: 'A volume type that restricted does not allow',
  file: 'check_restrictedVolumes.go',
  why: `Volume types that name a server or a disk let the author of the pod use storage that an administrator should assign. Restricted allows the types that carry the cluster’s own objects or request storage by claim: \`configMap\`, \`csi\`, \`downwardAPI\`, \`emptyDir\`, \`ephemeral\`, \`image\`, \`persistentVolumeClaim\`, \`projected\`, \`secret\`.`,
  sources: [{ title: 'Kubernetes: Volumes', url: 'https://kubernetes.io/docs/concepts/storage/volumes/' }],
  example: {
    bad: podWith({ pod: 'volumes:\n  - name: data\n    nfs:\n      server: files.example\n      path: /export' }),
    good: podWith({ pod: 'volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data' }),
    fixDiffers: 'The fix writes an emptyDir, because it cannot know which volume claim has the data.',
  },
  fix: ({ changes }) => `Replace ${String(changes[0]?.path.at(-1))} by an emptyDir`,
});
