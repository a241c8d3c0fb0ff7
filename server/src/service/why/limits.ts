/** What a container itself forbids: capabilities, its user, a read-only root, devices. */

import type { Certainty, Confined, RefusedOperation, Suspect } from '../../core';
import { type Operation, operations } from '../../knowledge';

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const short = (capability: string): string => capability.replace(/^CAP_/, '');

/** The places of a container that may be the cause, the most likely first. */
export function limitsOf(confined: Confined, refused: RefusedOperation): readonly Suspect[] {
  const operation = operations[refused.operation];
  if (!operation) return [];
  if (refused.errno === 'EROFS') return readOnly(confined, refused, operation);
  if (confined.privileged) return [];
  if (refused.operation === 'gain-privileges') return escalation(confined, refused);
  const device = deviceOf(confined, refused);
  if (device) return [device];
  const capability = missingCapability(confined, refused, operation);
  const user = withoutRoot(confined, refused, operation);
  return [...(capability ? [capability] : []), ...(user ? [user] : [])];
}

const below = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder.replace(/\/+$/, '')}/`);

/** Folders that a runtime mounts read-only in every container that isn't privileged: `readonlyPaths` and sysfs. */
const runtimeReadOnly = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/asound', '/sys'];

function readOnly(confined: Confined, refused: RefusedOperation, { does: named, access }: Operation): readonly Suspect[] {
  // Only what writes is answered so.
  const does = access === undefined || access === 'r' ? 'write there' : named;
  const { title, mounts, readOnlyRoot, privileged, engine } = confined;
  const path = refused.operation === 'sysctl' ? `/proc/sys/${(refused.path ?? '').replaceAll('.', '/')}` : refused.path;
  const made = path === undefined ? undefined : runtimeReadOnly.find((folder) => below(path, folder));
  if (path !== undefined && made !== undefined) {
    if (privileged) return [];
    const sysctl = made === '/proc/sys' ? path.slice('/proc/sys/'.length).replaceAll('/', '.') : undefined;
    return [
      {
        span: confined.span,
        layer: 'runtime',
        certainty: 'certain',
        decisive: true,
        message: `${path} is read-only: the runtime mounts ${made} read-only in every container that isn't privileged, whatever readOnlyRootFilesystem says.${
          sysctl === undefined
            ? ''
            : ` Set ${sysctl} by ${engine === 'kubernetes' ? 'the pod’s securityContext.sysctls' : 'sysctls of the service (--sysctl)'} instead of writing ${made}.`
        }`,
        ...(sysctl !== undefined && { fix: { title: `Set ${sysctl} in sysctls` } }),
      },
    ];
  }
  const mount =
    path === undefined ? undefined : [...mounts].sort((a, b) => b.path.length - a.path.length).find((one) => below(path, one.path));
  if (mount) {
    if (!mount.readOnly) return [];
    return [
      {
        span: mount.span,
        layer: 'filesystem',
        certainty: 'likely',
        decisive: true,
        message: `${capitalized(title)} mounts ${mount.path} read-only${mount.source === 'config' ? ' (volumes of ConfigMaps and Secrets always are)' : ''}, so the program can't ${does}: ${path}.`,
      },
    ];
  }
  if (!readOnlyRoot) return [];
  const absolute = path?.startsWith('/') ?? false;
  const folder = path === undefined ? undefined : absolute ? writableFolder(path) : undefined;
  const fix = folder === undefined ? undefined : confined.amend?.({ kind: 'writable-folder', path: folder });
  const volume = engine === 'kubernetes' ? 'an emptyDir' : 'a tmpfs';
  return [
    {
      span: readOnlyRoot,
      layer: 'filesystem',
      certainty: absolute ? 'certain' : 'likely',
      decisive: true,
      message: `The root file system of ${title} is read-only, and no volume covers ${path ?? 'the path'}: the program can't ${does}. Mount ${volume}${folder === undefined ? ' at the folder that it writes to' : ` at ${folder}`}.`,
      ...(fix ? { fix } : folder === undefined ? {} : { fix: { title: `Mount ${volume} at ${folder}` } }),
    },
  ];
}

/** The folder to make writable: the one that the file is in, but never a folder of the system itself. */
function writableFolder(path: string): string {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const topLevel = parent.split('/').filter(Boolean).length < 2 && !/^\/(?:tmp|run|data|cache)$/.test(parent);
  return topLevel ? path : parent;
}

/** sudo and its like are stopped by no_new_privs. */
function escalation({ noNewPrivileges, title, user }: Confined, { program = 'The program' }: RefusedOperation): readonly Suspect[] {
  if (!noNewPrivileges) return [];
  return [
    {
      span: noNewPrivileges.span,
      layer: 'user',
      certainty: 'certain',
      decisive: true,
      message: `${capitalized(title)} has no new privileges (allowPrivilegeEscalation: false, no-new-privileges), so ${program} can't become another user${user ? `; it starts as user ${user.name}` : ''}. Start the container as the user that it needs instead.`,
    },
  ];
}

/** Devices that every container may open. */
const defaultDevices = /^\/dev\/(?:null|zero|full|random|urandom|tty|console|ptmx|pts\/.*|shm\/.*|stdin|stdout|stderr|fd\/.*)$/;

/** The device cgroup answers EPERM, even to root, for a device that the container wasn't given. */
function deviceOf({ mounts, title, engine, span }: Confined, { path, errno, operation }: RefusedOperation): Suspect | undefined {
  if (path === undefined || errno !== 'EPERM' || !path.startsWith('/dev/') || defaultDevices.test(path) || operation === 'mknod')
    return undefined;
  const mount = mounts.find((one) => below(path, one.path));
  if (mount?.source === 'device') return undefined;
  const way =
    engine === 'kubernetes'
      ? 'A device plugin of the cluster gives it to a container'
      : `--device ${path} (devices in Compose) gives it to a container`;
  return {
    span: mount?.span ?? span,
    layer: 'runtime',
    certainty: mount ? 'likely' : 'possible',
    decisive: true,
    message: `The device cgroup of ${title} refuses ${path}: ${mount ? 'a mount of the file shows the device, but allows no access to it' : 'the container was not given the device'}. ${way}; privileged containers have every device.`,
    next: `${engine === 'podman' ? 'podman' : 'docker'} run --rm --device ${path} IMAGE ls -l ${path}`,
  };
}

const errnoFits = (refused: RefusedOperation, answer: string): boolean =>
  refused.errno === answer || (refused.either === true && /^E(?:PERM|ACCES)$/.test(refused.errno));

function missingCapability(confined: Confined, refused: RefusedOperation, operation: Operation): Suspect | undefined {
  const { capabilities, drop, title, span, user } = confined;
  if (refused.operation === 'exec') return fileCapabilities(confined, refused);
  const needed = refused.capability ? [refused.capability] : (operation.capabilities ?? []);
  const answer = refused.capability ? refused.errno : (operation.capabilityErrno ?? 'EPERM');
  if (operation.access !== undefined && refused.errno === 'EACCES' && !operation.capabilities?.length)
    return overrideOf(confined, refused, operation);
  if (needed.length === 0 || !errnoFits(refused, answer)) return undefined;
  if (refused.operation === 'bind' && refused.port !== undefined && refused.port > 1023) return undefined;
  const missing = needed.filter((name) => !capabilities.includes(name));
  if (missing.length === 0) return undefined;
  const names = missing.map(short);
  const certainty: Certainty = operation.sometimes && refused.capability === undefined ? 'possible' : 'likely';
  const starts = user && user.name !== '0' && user.name !== 'root';
  const bounding = starts
    ? ` As user ${user.name} the program starts without capabilities even if ${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} added${confined.noNewPrivileges ? ', and gets none from its file' : '; its file has to carry them (setcap)'}.`
    : '';
  const other =
    refused.operation === 'bind'
      ? ` Or listen on a port above 1023${confined.hostNetwork ? '; with the host’s network the sysctl net.ipv4.ip_unprivileged_port_start is the host’s' : ', or set the sysctl net.ipv4.ip_unprivileged_port_start of the pod'}.`
      : operation.otherwise
        ? ` Or: ${operation.otherwise}.`
        : '';
  // A capability in the bounding set alone helps no process of another user than root.
  const helps = !(starts && confined.noNewPrivileges);
  const fix = confined.amend?.({ kind: 'capabilities', names: missing }) ?? { title: `Add ${names.join(' and ')}` };
  return {
    span: drop ?? span,
    layer: 'capability',
    certainty,
    message: `To ${operation.does}${refused.port === undefined ? '' : ` ${refused.port}`}, the program needs ${names.join(' and ')}, which ${title} ${drop ? 'drops' : 'does not have by default'}.${bounding}${other}`,
    ...(helps && { fix }),
    next: `${confined.engine === 'podman' ? 'podman' : 'docker'} run --rm${names.map((one) => ` --cap-add ${one}`).join('')} ${confined.image ?? 'IMAGE'}`,
  };
}

/** Root without DAC_OVERRIDE obeys the permissions of files as each user does. */
function overrideOf({ capabilities, drop, user, title }: Confined, refused: RefusedOperation, operation: Operation): Suspect | undefined {
  if (capabilities.includes('CAP_DAC_OVERRIDE') || !drop || (user && user.name !== '0' && user.name !== 'root')) return undefined;
  return {
    span: drop,
    layer: 'capability',
    certainty: 'possible',
    message: `${capitalized(title)} drops DAC_OVERRIDE, so that even root needs the permission of ${refused.path ?? 'the file'} to ${operation.does}: its owner or mode may be the cause.`,
    fix: { title: 'Add DAC_OVERRIDE' },
  };
}

/** execve fails where the program's file carries capabilities that are not in the container's bounding set. */
function fileCapabilities(
  { drop, capabilities, title, ports, engine, image = 'IMAGE' }: Confined,
  refused: RefusedOperation,
): Suspect | undefined {
  if (!drop || refused.errno !== 'EPERM') return undefined;
  const low = ports.find((port) => port < 1024);
  const guess = low !== undefined && !capabilities.includes('CAP_NET_BIND_SERVICE') ? 'NET_BIND_SERVICE' : undefined;
  const program = engine === 'podman' ? 'podman' : 'docker';
  return {
    span: drop,
    layer: 'capability',
    certainty: 'likely',
    message: `The kernel doesn't execute a program whose file carries capabilities that the container does not have, and ${title} drops them. ${
      guess
        ? `It listens on port ${low}, so that its file may carry ${guess}: add that, or use a port above 1023 and a file without capabilities.`
        : 'Add the one that getcap shows for the file.'
    }`,
    fix: { title: `Add ${guess ?? 'the capability of the file'} to capabilities.add` },
    next: `${program} run --rm --entrypoint getcap ${image} ${refused.path ?? '/PROGRAM'}`,
  };
}

/** A process of another user than root starts without capabilities, and obeys the permissions of files. */
function withoutRoot(
  { user, title, capabilities, engine }: Confined,
  refused: RefusedOperation,
  operation: Operation,
): Suspect | undefined {
  if (!user || user.name === '0' || user.name === 'root') return undefined;
  const needed = operation.capabilities ?? [];
  if (needed.length > 0 && !operation.sometimes && errnoFits(refused, operation.capabilityErrno ?? 'EPERM')) {
    if (refused.operation === 'bind' && (refused.port ?? 80) > 1023) return undefined;
    if (needed.some((name) => !capabilities.includes(name))) return undefined;
    return {
      span: user.span,
      layer: 'user',
      certainty: 'likely',
      message: `${capitalized(title)} runs as user ${user.name}, who starts without capabilities: to ${operation.does}, a process needs ${needed.map(short).join(' and ')}, and only root has ${needed.length > 1 ? 'them' : 'it'} from the start.${operation.otherwise ? ` Or: ${operation.otherwise}.` : ''}`,
    };
  }
  if (operation.access === undefined || refused.errno !== 'EACCES') return undefined;
  return {
    span: user.span,
    layer: 'user',
    certainty: 'possible',
    message: `${capitalized(title)} runs as user ${user.name}, who may not have the permission of ${refused.path ?? 'the file'} to ${operation.does}.${engine === 'kubernetes' ? ' fsGroup gives volumes to a group of the pod.' : ''}`,
    next: refused.path === undefined ? 'id' : `ls -ldn ${refused.path.slice(0, refused.path.lastIndexOf('/')) || '/'}`,
  };
}
