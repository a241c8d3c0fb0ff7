/** The sources of what is said of Notation's trust policies. */
export const notationAuthorities = {
  specification: {
    title: 'Notary Project: trust store and trust policy',
    url: 'https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md',
  },
  reader: {
    title: 'notation-go: verifier/trustpolicy',
    url: 'https://github.com/notaryproject/notation-go/tree/main/verifier/trustpolicy',
  },
} as const;

/** The sources that rules and hovers cite. */
export const signatureAuthorities = {
  policy: {
    title: 'containers-policy.json(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md',
  },
  registries: {
    title: 'containers-registries.d(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md',
  },
  transports: {
    title: 'containers-transports(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-transports.5.md',
  },
  reader: {
    title: 'containers/image: signature/policy_config.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_config.go',
  },
  sigstoreReader: {
    title: 'containers/image: signature/policy_config_sigstore.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_config_sigstore.go',
  },
  objects: {
    title: 'containers/image: signature/internal/json.go',
    url: 'https://github.com/containers/image/blob/main/signature/internal/json.go',
  },
  evaluation: {
    title: 'containers/image: signature/policy_eval.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_eval.go',
  },
  naming: {
    title: 'containers/image: docker/policyconfiguration/naming.go',
    url: 'https://github.com/containers/image/blob/main/docker/policyconfiguration/naming.go',
  },
  names: {
    title: 'containers/image: docker/reference',
    url: 'https://github.com/containers/image/blob/main/docker/reference/normalize.go',
  },
  registriesReader: {
    title: 'containers/image: docker/registries_d.go',
    url: 'https://github.com/containers/image/blob/main/docker/registries_d.go',
  },
  mirrors: {
    title: 'containers-registries.conf(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
  },
  mirrorsReader: {
    title: 'containers/image: pkg/sysregistriesv2',
    url: 'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
  },
  imagePolicy: {
    title: 'openshift/api: config/v1/types_image_policy.go',
    url: 'https://github.com/openshift/api/blob/master/config/v1/types_image_policy.go',
  },
  mirrorSet: {
    title: 'openshift/api: config/v1/types_image_digest_mirror_set.go',
    url: 'https://github.com/openshift/api/blob/master/config/v1/types_image_digest_mirror_set.go',
  },
  configOperator: {
    title: 'machine-config-operator: pkg/controller/container-runtime-config/helpers.go',
    url: 'https://github.com/openshift/machine-config-operator/blob/main/pkg/controller/container-runtime-config/helpers.go',
  },
  containersConf: {
    title: 'containers.conf(5)',
    url: 'https://github.com/containers/container-libs/blob/main/common/docs/containers.conf.5.md',
  },
  storageConf: {
    title: 'containers-storage.conf(5)',
    url: 'https://github.com/containers/container-libs/blob/main/storage/docs/containers-storage.conf.5.md',
  },
  crio: {
    title: 'crio.conf(5)',
    url: 'https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md',
  },
  crioReader: {
    title: 'cri-o: pkg/config/config.go',
    url: 'https://github.com/cri-o/cri-o/blob/main/pkg/config/config.go',
  },
  crioKeys: {
    title: 'cri-o: server/utils.go, and ocicrypt: utils/utils.go',
    url: 'https://github.com/cri-o/cri-o/blob/main/server/utils.go',
  },
} as const;
