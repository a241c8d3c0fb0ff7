import type { Authority } from '../../../core';

const kubernetes = (path: string): Authority => ({
  title: `kubernetes/kubernetes ${path}`,
  url: `https://github.com/kubernetes/kubernetes/blob/master/${path}`,
});

/** What the API server refuses. */
export const podValidation = kubernetes('pkg/apis/core/validation/validation.go');

/** What the kubelet refuses when it starts a container. */
export const kubeletSecurityContext = kubernetes('pkg/kubelet/kuberuntime/security_context.go');

export const kubeletWindowsContext = kubernetes('pkg/kubelet/kuberuntime/security_context_windows.go');

/** Which profile the kubelet asks the runtime for. */
export const kubeletSeccomp = kubernetes('pkg/kubelet/kuberuntime/helpers.go');

/** Which sysctls the kubelet lets a pod set. */
export const kubeletSysctls = kubernetes('pkg/kubelet/sysctl/allowlist.go');

export const docs = (title: string, path: string): Authority => ({
  title: `Kubernetes: ${title}`,
  url: `https://kubernetes.io/docs/${path}`,
});

export const crio = (path: string): Authority => ({
  title: `cri-o/cri-o ${path}`,
  url: `https://github.com/cri-o/cri-o/blob/main/${path}`,
});

export const strictDecoding = docs('Server-side field validation', 'reference/using-api/api-concepts/#field-validation');
