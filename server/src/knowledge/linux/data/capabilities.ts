import type { Risk } from '../../risk';

/**
 * The 41 capabilities of Linux: what each permits, what fails without it, how the container runtimes treat it and which incidents it had.
 *
 * $source Numbers and kernel versions: linux/include/uapi/linux/capability.h and capabilities(7); checks in the kernel: the files that
 *   `capabilityOperations` names. History: the issues and pull requests in `refs`, and capabilityHistory.json. The risk word is this
 *   project's judgement; every CVE named here is published under that id.
 * $version Linux 7.1, man-pages 6.03
 * $checked 2026-11-30
 */

export interface CapabilityRecord {
  /** As `capability.h` spells it, `CAP_NET_RAW`. The position in the table is its number. */
  readonly name: string;
  /** The first kernel that has it. */
  readonly since: string;
  /** One plain sentence. */
  readonly permits: string;
  readonly risk: Risk;
  /** One or two sentences: why this word. */
  readonly why: string;
  /** What fails without it, one or two sentences. */
  readonly without: string;
  /** What does the same job with fewer privileges. */
  readonly instead: string;
  /** Why runtimes grant it or stopped granting it; absent where no runtime ever did and there is nothing to tell. */
  readonly history?: string;
  /** Incidents, with CVE ids where there are any. */
  readonly incidents?: string;
  /** Issues and pull requests that tell the story: `owner/repository#number`. */
  readonly refs?: readonly string[];
}

export const capabilityRecords = (): readonly CapabilityRecord[] => [
  {
    name: 'CAP_CHOWN',
    since: '2.2',
    permits: 'Changes the user and group of any file.',
    risk: 'medium',
    why: 'Harmless on the container’s own files. On a writable `hostPath` the container can take over the host’s files.',
    without: 'Start scripts that chown a data folder before they switch to a service user fail with `Operation not permitted`.',
    instead: 'Set the owner when the image is built (`COPY --chown`), or let `fsGroup` set the group of a volume.',
    history: 'Images chown their data folder at the first start, so every runtime grants it.',
  },
  {
    name: 'CAP_DAC_OVERRIDE',
    since: '2.2',
    permits: 'Ignores the read and write permissions of files, and the execute permission where at least one execute bit is set.',
    risk: 'medium',
    why: 'File modes no longer protect anything from root in the container, mounted host folders included.',
    without:
      'Root in the container can open only what the mode bits allow it: files of other users with mode 0600 fail with `Permission denied`.',
    instead: 'Run as the user that owns the files.',
    history: 'Every runtime grants it, because software that runs as root expects to open any file.',
    incidents: 'The 2014 exploit “shocker” used it together with `CAP_DAC_READ_SEARCH` to read host files from Docker 0.11.',
  },
  {
    name: 'CAP_DAC_READ_SEARCH',
    since: '2.2',
    permits: 'Reads any file and searches any folder regardless of permissions, and opens files by handle instead of by path.',
    risk: 'critical',
    why: 'A file handle ignores the mount namespace: one bind mount is enough to read every file of that file system on the host.',
    without: 'Backup and indexing programs can’t read files of other users; `open_by_handle_at` fails.',
    instead: 'Mount only the files that are needed, readable for the container’s user or group.',
    history: 'Docker 0.12 (June 2014) replaced a list of removed capabilities with a short list of granted ones, without this one.',
    incidents:
      '“Shocker” (June 2014) guessed file handles and read the host’s files from Docker 0.11. Penetration-test kits still include it. It has no CVE id.',
    refs: ['moby/moby#45766', 'cdk-team/CDK#14', 'cdk-team/CDK#27'],
  },
  {
    name: 'CAP_FOWNER',
    since: '2.2',
    permits: 'Does to any file what otherwise only its owner may do: change its mode, times, ACL and flags.',
    risk: 'medium',
    why: 'The container can change modes and ACLs of files that belong to other users, on mounted host folders too.',
    without: 'Start scripts and package managers that chmod a file of another user fail with `Operation not permitted`.',
    instead: 'Set modes when the image is built.',
    history: 'Package managers and start scripts chmod files that they don’t own, so every runtime grants it.',
  },
  {
    name: 'CAP_FSETID',
    since: '2.2',
    permits: 'Keeps the set-user-ID and set-group-ID bits when a file is changed.',
    risk: 'low',
    why: 'Helps to place set-user-ID programs, which matters only on a file system that others use.',
    without: '`tar` and package managers lose the set-ID bits of files that they unpack and chown.',
    instead: 'Install software when the image is built, and run with `no_new_privs`.',
    history: 'Every runtime grants it for `tar` and package managers, which unpack set-ID files.',
  },
  {
    name: 'CAP_KILL',
    since: '2.2',
    permits: 'Sends signals to processes of other users.',
    risk: 'low',
    why: 'It reaches only processes in the container’s PID namespace; with `hostPID` it reaches every process on the node.',
    without: 'An init process that runs as root can’t signal workers that run as another user.',
    instead: 'Run all processes of a container as one user.',
    history: 'Every runtime grants it, so that an init process can signal workers of other users.',
  },
  {
    name: 'CAP_SETGID',
    since: '2.2',
    permits: 'Changes to any group id and any list of supplementary groups, and forges the group id in socket credentials.',
    risk: 'medium',
    why: 'The right to drop groups is also the right to join any group, including the groups of mounted files.',
    without: 'Programs that start as root and switch to a service group fail: nginx, Apache httpd, `gosu`, `su-exec`, `setpriv`, sshd.',
    instead: 'Start as the right group: `runAsGroup`, or `--user`.',
    history: 'Every runtime grants it for daemons that start as root and then switch to a service group.',
  },
  {
    name: 'CAP_SETUID',
    since: '2.2',
    permits: 'Changes to any user id, and forges the user id in socket credentials.',
    risk: 'medium',
    why: 'Any user id includes 0: a process that gave up root can become root again.',
    without:
      'Programs that start as root and switch to a service user fail: nginx, Apache httpd, `gosu`, `su-exec`, `setpriv`, sshd, `sudo`.',
    instead: 'Start as the right user: `runAsUser` or `--user`, with `allowPrivilegeEscalation: false`.',
    history: 'Every runtime grants it for daemons that start as root and then switch to a service user.',
  },
  {
    name: 'CAP_SETPCAP',
    since: '2.2',
    permits: 'Removes capabilities from the bounding set, makes those in it inheritable, and changes the securebits.',
    risk: 'low',
    why: 'It can’t add a capability that is not in the bounding set.',
    without: 'Programs that drop capabilities from their bounding set fail: `capsh`, `setpriv --bounding-set`, systemd.',
    instead: 'Let the runtime set the final list.',
    history:
      'Every runtime grants it, because programs use it to give up capabilities. Before Linux 2.6.24 it could give capabilities to other processes.',
  },
  {
    name: 'CAP_LINUX_IMMUTABLE',
    since: '2.2',
    permits: 'Sets and clears the immutable and append-only flags of files.',
    risk: 'medium',
    why: 'On a shared file system it makes files that can’t be deleted, or removes the flag that protects a log.',
    without: '`chattr +i` and `chattr +a` fail.',
    instead: 'Set the flags on the host.',
  },
  {
    name: 'CAP_NET_BIND_SERVICE',
    since: '2.2',
    permits: 'Listens on ports below 1024.',
    risk: 'low',
    why: 'A low port is visible only in the container’s own network namespace, unless that is the host’s.',
    without:
      'A server that isn’t allowed to use port 80, 443 or 53 stops with `Permission denied` at bind. A program with this file capability doesn’t start at all.',
    instead:
      'Listen on a high port and map it, or set the sysctl `net.ipv4.ip_unprivileged_port_start` to 0; Docker since 20.10 and containerd since 2.0 do that for containers with their own network namespace.',
    history:
      'Every runtime grants it for web servers on ports 80 and 443. It is the only capability that Pod Security *restricted* lets a pod add.',
  },
  {
    name: 'CAP_NET_BROADCAST',
    since: '2.2',
    permits: 'Receives netlink messages of other network namespaces.',
    risk: 'low',
    why: 'Since Linux 4.2 the kernel checks it for `NETLINK_LISTEN_ALL_NSID` and for messages from other network namespaces. They tell about addresses and links, nothing more.',
    without: 'Only programs that watch several network namespaces over one socket use it.',
    instead: 'Open one socket in each network namespace.',
  },
  {
    name: 'CAP_NET_ADMIN',
    since: '2.2',
    permits: 'Configures the network: interfaces, addresses, routes, firewall rules, traffic control, privileged socket options.',
    risk: 'high',
    why: 'It opens netfilter, whose memory bugs have repeatedly given root on the node. With `hostNetwork` it controls the node’s network.',
    without: '`ip`, `iptables`, `nft` and `tc` can’t change anything; VPNs, service-mesh init containers and network plugins fail.',
    instead: 'Let a CNI plugin or a node agent do the work, or else one init container.',
    incidents:
      'CVE-2021-22555, CVE-2022-1015, CVE-2023-32233 and CVE-2024-1086: netfilter bugs that need only this capability, in any network namespace.',
  },
  {
    name: 'CAP_NET_RAW',
    since: '2.2',
    permits: 'Opens raw and packet sockets: forges and captures any packet on the container’s network.',
    risk: 'high',
    why: 'The container can impersonate other pods on the network. Bugs in packet sockets have been used to escape to the node.',
    without:
      '`tcpdump`, `traceroute` and `arping` fail. `ping` fails only where `net.ipv4.ping_group_range` doesn’t cover the user; a `ping` program with `cap_net_raw+ep` doesn’t even start.',
    instead:
      'For `ping` set the sysctl `net.ipv4.ping_group_range` to `0 2147483647`. Docker since 20.10 and containerd since 2.0 set it themselves; CRI-O doesn’t by default, and Podman does through its shipped containers.conf.',
    history: 'Docker and containerd grant it, once for `ping`. CRI-O and Podman dropped it.',
    incidents:
      'CVE-2020-10749 and CVE-2020-13401: containers redirected traffic with forged IPv6 router advertisements. CVE-2016-8655 and CVE-2020-14386: escapes through packet sockets with the default capabilities.',
    refs: ['cri-o/cri-o#3119', 'containers/common#319', 'containerd/containerd#10434', 'linuxkit/linuxkit#862', 'cilium/cilium#469'],
  },
  {
    name: 'CAP_IPC_LOCK',
    since: '2.2',
    permits: 'Locks memory beyond `RLIMIT_MEMLOCK`, and allocates huge pages with `shmget`.',
    risk: 'low',
    why: 'The worst case is memory that the node can’t take back.',
    without:
      '`mlock` beyond the limit fails: Vault, Elasticsearch with `bootstrap.memory_lock`, DPDK. Vault’s start script then removes the file capability, and the server stops unless its configuration sets `disable_mlock`.',
    instead: 'Raise the memlock limit in the runtime’s or the node’s configuration; a pod can’t set it.',
  },
  {
    name: 'CAP_IPC_OWNER',
    since: '2.2',
    permits: 'Uses System V queues, semaphores and shared memory regardless of their permissions.',
    risk: 'low',
    why: 'It reaches only the container’s IPC namespace, unless `hostIPC` shares the node’s.',
    without: 'Programs of different users can’t share System V memory that has mode 0600.',
    instead: 'Run the programs that share memory as one user.',
  },
  {
    name: 'CAP_SYS_MODULE',
    since: '2.2',
    permits: 'Loads and unloads kernel modules.',
    risk: 'critical',
    why: 'A module is code inside the kernel; no bug is needed.',
    without: '`modprobe` and `insmod` fail; drivers and VPN images that load a module must find it loaded.',
    instead: 'Load the module on the host.',
  },
  {
    name: 'CAP_SYS_RAWIO',
    since: '2.2',
    permits: 'Accesses hardware directly: I/O ports, `/dev/mem`, `/proc/kcore`, model-specific registers, SCSI commands.',
    risk: 'critical',
    why: 'With a device or port in reach, the container reads and writes hardware and memory of the node directly.',
    without: '`smartctl`, `hdparm`, `dmidecode` from `/dev/mem` and programs that use `iopl` fail.',
    instead: 'Pass the one device that the program needs.',
  },
  {
    name: 'CAP_SYS_CHROOT',
    since: '2.2',
    permits: 'Changes the root folder of a process with `chroot`.',
    risk: 'low',
    why: 'Not an escape on its own, but a step in others, such as the one with `CAP_DAC_READ_SEARCH`.',
    without: 'sshd refuses logins, because its unprivileged process moves to a chroot; build tools that chroot fail.',
    instead: 'Use mount or user namespaces in build tools; a service needs neither.',
    history:
      'Docker grants it for sshd. CRI-O dropped it in 1.18. Podman dropped it in 4.4.0 and granted it again in 4.4.3, because users needed it. containerd considered dropping it (#10434) and kept it.',
    refs: ['moby/moby#6171', 'cri-o/cri-o#3119', 'containerd/containerd#10434', 'SSSD/ci-containers#25'],
  },
  {
    name: 'CAP_SYS_PTRACE',
    since: '2.2',
    permits: 'Traces any process: reads and writes its memory and registers, copies its open files.',
    risk: 'high',
    why: 'With `hostPID` it runs code in any process on the node; without, in the processes that share the container’s PID namespace.',
    without: 'Debuggers and profilers can’t attach to processes of other users; `strace` of its own processes still works.',
    instead: 'Use a debug container that shares the PID namespace and runs as the same user.',
    history:
      'Tracing processes of the same user needs no capability. Docker and containerd allow the call only from Linux 4.8 on, because older kernels consulted the filter before the tracer could change the call; Podman and CRI-O always allow it.',
    incidents: 'CVE-2016-9962: a process of the container traced runc while runc entered the container.',
  },
  {
    name: 'CAP_SYS_PACCT',
    since: '2.2',
    permits: 'Switches process accounting on and off.',
    risk: 'medium',
    why: 'The kernel writes the accounting file wherever the caller says.',
    without: '`accton` fails.',
    instead: 'Run accounting on the host.',
  },
  {
    name: 'CAP_SYS_ADMIN',
    since: '2.2',
    permits: 'Mounts file systems, creates and joins namespaces, and allows several hundred unrelated operations.',
    risk: 'critical',
    why: 'A mount of the right file system is a way out of the container. The capability also opens the mount, namespace and BPF calls of the seccomp defaults.',
    without: 'Mounts, FUSE, nested containers, `setns`, `sethostname` and browser sandboxes with namespaces fail.',
    instead:
      'Use a user namespace; a CSI driver or a FUSE device plugin for mounts; `CAP_BPF`, `CAP_PERFMON`, `CAP_SYSLOG` or `CAP_CHECKPOINT_RESTORE` for what was split off.',
    history: 'People add it when a mount fails. capabilities(7) itself calls it “the new root”.',
    incidents:
      'CVE-2022-0492: a cgroup v1 `release_agent` runs a program on the host; the kernel didn’t require the initial user namespace for it. CVE-2022-0185: heap overflow in `fsconfig`.',
  },
  {
    name: 'CAP_SYS_BOOT',
    since: '2.2',
    permits: 'Restarts the machine or boots another kernel.',
    risk: 'critical',
    why: '`kexec_load` replaces the running kernel. `reboot` in a PID namespace of its own ends only that namespace.',
    without: '`reboot` and `kexec` fail; containers don’t need them.',
    instead: 'Nothing: a container has no use for it.',
  },
  {
    name: 'CAP_SYS_NICE',
    since: '2.2',
    permits: 'Raises priorities, uses real-time scheduling, and places processes and memory on any CPU or NUMA node.',
    risk: 'medium',
    why: 'A real-time loop takes a CPU from everything else that runs on it.',
    without: 'Real-time and NUMA-aware software (telephony, DPDK, databases) logs a warning or stops; `nice` with negative values fails.',
    instead: 'Use CPU requests and limits, cpusets or the static CPU manager.',
    refs: ['containerd/containerd#7150'],
  },
  {
    name: 'CAP_SYS_RESOURCE',
    since: '2.2',
    permits: 'Exceeds resource limits, disk quotas and reserved blocks.',
    risk: 'medium',
    why: 'It lifts the limits that keep one container from exhausting the node.',
    without:
      'Programs can’t raise their hard limits or lower `oom_score_adj`; before Linux 5.11 BPF programs can’t raise the memlock limit.',
    instead: 'Set the limits in the runtime’s or the node’s configuration, or with `docker run --ulimit`; a pod can’t set them.',
  },
  {
    name: 'CAP_SYS_TIME',
    since: '2.2',
    permits: 'Sets the system clock and the hardware clock.',
    risk: 'high',
    why: 'There is no namespace for the wall clock: certificates, logs and leases of the whole node depend on it.',
    without: 'NTP clients can’t set the clock.',
    instead: 'Run the NTP client on the host.',
  },
  {
    name: 'CAP_SYS_TTY_CONFIG',
    since: '2.2',
    permits: 'Hangs up terminals and makes the privileged virtual-terminal calls.',
    risk: 'low',
    why: 'It matters only where a real terminal device is passed in.',
    without: '`vhangup` and changes of virtual terminals fail; containers rarely use them.',
    instead: 'Leave it out.',
  },
  {
    name: 'CAP_MKNOD',
    since: '2.4',
    permits: 'Creates device files.',
    risk: 'medium',
    why: 'The device cgroup decides whether a program can open such a file, so the risk grows with the list of devices that the container may use.',
    without: 'Package installs and base images that create entries in `/dev` fail; `debootstrap` fails.',
    instead: 'Pass the device: `--device`, or a device plugin.',
    history:
      'Docker and containerd grant it, because packages and base images create entries in `/dev`. CRI-O dropped it in 1.11 (May 2018) together with the list it took over from Docker; Podman dropped it in 4.4.',
    refs: ['cri-o/cri-o#1546', 'containers/podman#15626'],
  },
  {
    name: 'CAP_LEASE',
    since: '2.4',
    permits: 'Takes a lease on a file of another user.',
    risk: 'low',
    why: 'Programs that open the file may have to wait.',
    without: 'File servers such as Samba and NFS can’t take leases for other users.',
    instead: 'Run as the owner of the file.',
  },
  {
    name: 'CAP_AUDIT_WRITE',
    since: '2.6.11',
    permits: 'Writes records to the kernel’s audit log.',
    risk: 'low',
    why: 'The worst case is false or too many audit records.',
    without:
      'sshd, `su` and PAM refuse logins where an audit record can’t be written, unless the seccomp profile answers `EINVAL` to an audit socket.',
    instead:
      'Use `kubectl exec` instead of sshd; for PAM, use a seccomp profile that answers `EINVAL` to an audit socket, as the Podman and CRI-O defaults do.',
    history:
      'Docker 1.2 added it for sshd and PAM. CRI-O left it out in 1.11 (May 2018), and Podman dropped it in 4.4. Their seccomp default answers `EINVAL` to an audit socket, so that programs treat audit as unsupported and carry on.',
    refs: ['moby/moby#7179', 'cri-o/cri-o#1546', 'cri-o/cri-o#2660', 'containers/podman#10164'],
  },
  {
    name: 'CAP_AUDIT_CONTROL',
    since: '2.6.11',
    permits: 'Switches auditing on and off, changes its rules, and sets the login id of a process.',
    risk: 'high',
    why: 'It can switch off the audit log of the node.',
    without: '`auditctl` and `auditd` fail; `pam_loginuid` can’t set the login id.',
    instead: 'Configure auditing on the host.',
  },
  {
    name: 'CAP_SETFCAP',
    since: '2.6.24',
    permits: 'Attaches capabilities to program files, and since Linux 5.12 maps user 0 into a new user namespace.',
    risk: 'medium',
    why: 'It can leave programs that grant capabilities to every user who runs them, up to the bounding set.',
    without:
      'Image builds and package installs that run `setcap` fail (`iputils`, `mtr`, Vault’s start script); so do nested containers that map user 0.',
    instead: 'Build images in a builder, not in the service.',
    history:
      'Docker, containerd and Podman grant it for image builds, which write `security.capability`. CRI-O left it out in 1.11 (May 2018), because it runs images and doesn’t build them.',
    incidents:
      'CVE-2022-24769 (Moby) and CVE-2022-27649 (Podman): containers started with inheritable capabilities that such files turned into permitted ones.',
    refs: ['cri-o/cri-o#1546'],
  },
  {
    name: 'CAP_MAC_OVERRIDE',
    since: '2.6.25',
    permits: 'Bypasses the mandatory access control of Smack.',
    risk: 'high',
    why: 'Where Smack is in use, its policy no longer applies. AppArmor and SELinux don’t check this capability.',
    without: 'Only programs for Smack need it.',
    instead: 'Nothing: a container has no use for it.',
  },
  {
    name: 'CAP_MAC_ADMIN',
    since: '2.6.25',
    permits: 'Changes the policy of mandatory access control: Smack labels, AppArmor profiles.',
    risk: 'high',
    why: 'The container could replace the policy that confines it.',
    without: '`apparmor_parser` can’t load profiles.',
    instead: 'Load profiles from a node agent such as the Security Profiles Operator.',
  },
  {
    name: 'CAP_SYSLOG',
    since: '2.6.37',
    permits:
      'Reads and clears the kernel log where `kernel.dmesg_restrict` is 1, and sees kernel addresses where `kernel.kptr_restrict` is 1.',
    risk: 'medium',
    why: 'Kernel messages and addresses are what an exploit needs first. Where `dmesg_restrict` is 0, every process may read the log without it.',
    without: '`dmesg` fails where `dmesg_restrict` is 1; log agents can’t read `/dev/kmsg`.',
    instead: 'Collect the log on the node.',
    history: 'Split off from `CAP_SYS_ADMIN` in Linux 2.6.37.',
  },
  {
    name: 'CAP_WAKE_ALARM',
    since: '3.0',
    permits: 'Sets timers that wake the machine from sleep.',
    risk: 'low',
    why: 'It costs power, nothing else.',
    without: '`timerfd_create` with an alarm clock fails.',
    instead: 'Leave it out.',
  },
  {
    name: 'CAP_BLOCK_SUSPEND',
    since: '3.5',
    permits: 'Keeps the machine from going to sleep.',
    risk: 'low',
    why: 'It costs power, nothing else.',
    without: '`epoll` with `EPOLLWAKEUP` works, but no longer blocks sleep.',
    instead: 'Leave it out.',
  },
  {
    name: 'CAP_AUDIT_READ',
    since: '3.16',
    permits: 'Reads the audit log as it is written.',
    risk: 'medium',
    why: 'The records tell what every user of the node does.',
    without: 'Audit agents can’t join the audit multicast group.',
    instead: 'Read the audit log on the host.',
    history: 'Early versions of Docker let it through, because they didn’t know the new capability.',
    refs: ['moby/moby#10853'],
  },
  {
    name: 'CAP_PERFMON',
    since: '5.8',
    permits: 'Observes performance system-wide with `perf_event_open` and BPF tracing programs.',
    risk: 'high',
    why: 'It sees all processes of the node, kernel addresses, and with tracing programs kernel memory.',
    without: '`perf`, eBPF profilers and tracers fail, unless `kernel.perf_event_paranoid` allows them.',
    instead: 'Profile from the node.',
    history: 'Split off from `CAP_SYS_ADMIN` in Linux 5.8.',
    refs: ['containerd/containerd#7301'],
  },
  {
    name: 'CAP_BPF',
    since: '5.8',
    permits: 'Loads BPF programs and creates BPF maps; networking programs also need `CAP_NET_ADMIN`, tracing programs `CAP_PERFMON`.',
    risk: 'high',
    why: 'Only the verifier keeps a loaded program out of kernel memory, and it has been bypassed.',
    without: 'eBPF agents such as Cilium, Falco and Tetragon fail to load their programs.',
    instead: 'Run the BPF agent as a service of the node. Since Linux 6.9 a BPF token can delegate a part to a user namespace.',
    history: 'Split off from `CAP_SYS_ADMIN` in Linux 5.8.',
    incidents: 'CVE-2017-16995, CVE-2020-8835 and CVE-2021-3490: programs that the verifier accepted wrote to kernel memory.',
    refs: ['containerd/containerd#7301'],
  },
  {
    name: 'CAP_CHECKPOINT_RESTORE',
    since: '5.9',
    permits: 'Chooses the process id of a new process, and reads `/proc/PID/map_files` of others.',
    risk: 'medium',
    why: 'It shows which files other processes have mapped, and can give a new process an id that another one had.',
    without: 'CRIU can’t restore process ids; a full checkpoint needs more capabilities besides.',
    instead: 'Let the runtime make the checkpoint.',
    history: 'Split off from `CAP_SYS_ADMIN` in Linux 5.9, for CRIU.',
  },
];
