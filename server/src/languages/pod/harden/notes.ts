import type { PodControlId } from '../../../knowledge';

/** What may break when a pod is made to pass a check: one or two sentences, shown before the edit. */
export const breakNotes: Readonly<Record<PodControlId, string>> = {
  appArmorProfile: 'The runtime’s AppArmor profile denies mount and ptrace; denials are in the audit log as apparmor="DENIED".',
  capabilities_baseline: 'What needed the capability fails with "Operation not permitted".',
  hostNamespaces: 'Network plugins, node agents and debuggers that look at the node see only the pod afterwards.',
  hostPathVolumes: 'The host’s files are gone from the pod and an empty folder is in their place.',
  hostPorts: 'The node no longer listens on the port; reach the pod through a Service.',
  hostProbesAndHostLifecycle: 'The kubelet asks the pod itself instead of the other host; a virtual host goes into httpHeaders.',
  privileged: 'The container loses all devices of the node and every capability beyond the default set.',
  procMount: 'Nested containers that mount /proc of their own stop working.',
  seLinuxOptions: 'The container runs with the runtime’s own SELinux type, which confines it.',
  seccompProfile_baseline: 'Some fifty system calls fail that hardly any program needs: ptrace on old kernels, unshare, perf, io_uring.',
  sysctls: 'The kernel’s own value applies to the pod.',
  windowsHostProcess: 'The container no longer runs on the Windows host itself.',
  allowPrivilegeEscalation: 'sudo, su and other set-user-ID programs stop working in the container.',
  capabilities_restricted:
    'Root in the container can no longer chown files, switch users or send raw packets. A port below 1024 works for root with NET_BIND_SERVICE, for others where net.ipv4.ip_unprivileged_port_start is 0.',
  procMount_restricted: 'Nested containers that mount /proc of their own stop working.',
  restrictedVolumes: 'The volume is replaced by an empty one; put the data into a PersistentVolumeClaim instead.',
  runAsNonRoot: 'An image that is made for root does not start, or cannot write the files that root owns in it.',
  runAsUser: 'Files that root owns in the image or in volumes can no longer be written.',
  seccompProfile_restricted: 'Some fifty system calls fail that hardly any program needs: ptrace on old kernels, unshare, perf, io_uring.',
};
