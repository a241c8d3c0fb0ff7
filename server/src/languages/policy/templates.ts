import type { Template } from '../../core';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const open = [{ type: 'insecureAcceptAnything' }];

/** What `podman load`, `build` and `save` need under a closed default. */
const localTransports = {
  'containers-storage': { '': open },
  'docker-archive': { '': open },
  oci: { '': open },
  'oci-archive': { '': open },
  dir: { '': open },
};

export const templates: readonly Template[] = [
  {
    title: 'Policy that rejects by default',
    description: 'Only the registries that are listed, unchecked for now, and images that are on the host already',
    fileName: 'policy.json',
    languageId: 'containers-policy',
    text: json({
      default: [{ type: 'reject' }],
      transports: { docker: { 'registry.example.com': open, 'docker.io/library': open }, ...localTransports },
    }),
  },
  {
    title: 'Policy for sigstore signatures',
    description: 'Images of one namespace must be signed with cosign; everything else is rejected',
    fileName: 'policy.json',
    languageId: 'containers-policy',
    text: json({
      default: [{ type: 'reject' }],
      transports: {
        docker: {
          'registry.example.com/team': [
            { type: 'sigstoreSigned', keyPath: '/etc/pki/containers/team.pub', signedIdentity: { type: 'matchRepository' } },
          ],
        },
        ...localTransports,
      },
    }),
  },
  {
    title: 'Policy for GPG signatures',
    description: 'Images of one namespace must be signed with one of two GPG keys; everything else is rejected',
    fileName: 'policy.json',
    languageId: 'containers-policy',
    text: json({
      default: [{ type: 'reject' }],
      transports: {
        docker: {
          'registry.example.com/team': [
            { type: 'signedBy', keyType: 'GPGKeys', keyPaths: ['/etc/pki/containers/team.gpg', '/etc/pki/containers/backup.gpg'] },
          ],
        },
        ...localTransports,
      },
    }),
  },
  {
    title: 'Signature sources (registries.d)',
    description: 'Where the signatures of a registry are read from',
    fileName: 'registry.example.com.yaml',
    languageId: 'yaml',
    text: [
      '# Where signatures of images are read from; see containers-registries.d(5).',
      'docker:',
      '  registry.example.com:',
      '    # cosign: signatures lie beside the image in the registry.',
      '    use-sigstore-attachments: true',
      '    # GPG: signatures lie on a server of their own.',
      '    lookaside: https://signatures.example.com',
      '',
    ].join('\n'),
  },
];
