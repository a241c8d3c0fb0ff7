import { bold, code, fenced, link, listed, type Markdown, md, ours, paragraphs, type Target } from '../../core';
import { cveLinks, joinLinks, manPage, upstreamLinks } from '../references';
import { seccompDefault } from '../seccomp/defaults';
import type { SeccompRule } from '../seccomp/profile';
import { targetNames, targets } from '../targets';
import { type Capability, capabilities } from './capabilities';
import { errnoNames } from './errnos';
import { findSyscall, numberedArchitectures, type Syscall, syscallNumbers, syscallSignature } from './syscalls';

/** What the place of a hover adds to the card of a call. */
export interface CallPlace {
  /** What becomes of the call at this place. */
  readonly effect?: Markdown;
  /** Since which release the defaults allow it. */
  readonly since?: Markdown | undefined;
}

/** What there is to know of a system call, in the order of a decision; undefined for a name that libseccomp does not know. */
export function syscallCard(name: string, { effect, since }: CallPlace = {}): Markdown | undefined {
  const call = findSyscall(name);
  if (!call) return undefined;
  const signature = syscallSignature(call);
  return paragraphs(
    headline(call),
    effect && md`${bold(md`Effect here.`)} ${effect}`,
    ours(call.does),
    call.why && labelled(call.risk === 'low' ? 'Worth knowing' : 'Risk', call.why),
    permitted(name),
    call.successor && labelled('Newer', md`${code(call.successor)} is the newer call for the same job; treat both alike in a filter.`),
    labelled('By default', defaultsText(name)),
    call.refused && labelled('Why', call.refused),
    since && md`${bold(md`History.`)} ${since}`,
    signature && fenced(signature, 'c'),
    numbers(name),
    joinLinks([...manuals(name), ...cveLinks(call.why, call.refused), ...upstreamLinks(call.refs), ...targets.flatMap(defaultLink)]),
  );
}

function defaultsText(name: string): string {
  const runtimesOf = new Map<string, string[]>();
  for (const target of targets) {
    const { words } = inDefault(name, target);
    runtimesOf.set(words, [...(runtimesOf.get(words) ?? []), targetNames[target]]);
  }
  const [first = ''] = runtimesOf.keys();
  if (runtimesOf.size === 1) return `${first.charAt(0).toUpperCase()}${first.slice(1)} under every runtime.`;
  return `${[...runtimesOf].map(([words, runtimes]) => `${listed(runtimes)}: ${words}`).join(' · ')}.`;
}

/** What the call can do with each capability. */
function permitted(name: string): Markdown | undefined {
  const found = capabilitiesFor(name);
  if (!found.length) return undefined;
  const parts = found.map((capability) => {
    const operations = capability.operations.filter(([, calls]) => calls.split(' ').includes(name)).map(([does]) => does);
    return `${code(capability.name)}: ${listed(operations)}`;
  });
  return labelled('Capabilities', `${parts.join(' · ')}.`);
}

/** The capabilities that permit an operation of the call; none where there are so many that they say nothing about it. */
export function capabilitiesFor(name: string): readonly Capability[] {
  const found = capabilities().filter(({ operations }) => operations.some(([, calls]) => calls.split(' ').includes(name)));
  return found.length > mostCapabilities ? [] : found;
}

/** `write` and `openat` are part of the operations of many capabilities, which says nothing about them. */
const mostCapabilities = 4;

function defaultLink(target: Target): readonly Markdown[] {
  const { url } = seccompDefault(target).source;
  return url === undefined ? [] : [link(ours(`${targetNames[target]} default`), url)];
}

/** The right-hand words of a completion: `high risk · @io-uring`; `@file-system` where there is no risk to speak of. */
export function syscallDetail(name: string): string {
  const call = findSyscall(name);
  if (!call) return '';
  return call.risk === 'low' ? call.group : `${call.risk} risk · ${call.group}`;
}

export interface DefaultAnswer {
  readonly allowed: 'always' | 'sometimes' | 'never';
  /** For people: `allowed`, `with CAP_BPF`, `for some arguments`, `EPERM`. */
  readonly words: string;
}

/** What a runtime's default answers to a call, before architecture, capabilities and kernel are known. */
export function inDefault(name: string, target: Target): DefaultAnswer {
  const { profile } = seccompDefault(target);
  const rules = profile.syscalls.filter((rule) => rule.names.includes(name));
  const allowing = rules.filter((rule) => rule.action === 'SCMP_ACT_ALLOW');
  if (allowing.some((rule) => !rule.args && !rule.includes && !rule.excludes)) return { allowed: 'always', words: 'allowed' };
  if (allowing.length === 0) {
    const errno = rules.find((rule) => rule.action === 'SCMP_ACT_ERRNO')?.errnoRet ?? profile.defaultErrnoRet;
    return { allowed: 'never', words: errnoWord(errno) };
  }
  const otherwise = rules.find((rule) => rule.action === 'SCMP_ACT_ERRNO' && !rule.args)?.errnoRet;
  const conditions = [...new Set(allowing.map(condition))].join(' or ');
  return { allowed: 'sometimes', words: otherwise === undefined ? conditions : `${conditions}, else ${errnoWord(otherwise)}` };
}

const errnoWord = (errno: number) => errnoNames().get(errno) ?? `errno ${errno}`;

function condition({ args, includes }: SeccompRule): string {
  if (args) return 'for some arguments';
  if (includes?.caps) return `with ${includes.caps.join(' and ')}`;
  if (includes?.arches) return `on ${includes.arches.join(', ')}`;
  return includes?.minKernel ? `from Linux ${includes.minKernel}` : 'under conditions';
}

function headline(call: Syscall): Markdown {
  const since = call.since ? ` · since Linux ${call.since}` : '';
  return md`${bold(code(call.name))} · ${bold(ours(`${call.risk} risk`))} · ${ours(call.group + since)}`;
}

const labelled = (label: string, text: string): Markdown => md`${bold(ours(`${label}.`))} ${ours(text)}`;

/** The numbers that the kernel itself uses, without those of x32, which few kernels still run. */
function numbers(name: string): Markdown {
  const places = new Map<number, string[]>();
  for (const architecture of numberedArchitectures) {
    const number = syscallNumbers(architecture).get(name);
    if (number === undefined || architecture === 'x32') continue;
    const own = architecture === 'mips64' ? number + mips64Base : number;
    places.set(own, [...(places.get(own) ?? []), architecture]);
  }
  if (places.size === 0) return labelled('Number', 'None on the common architectures.');
  const words = [...places].map(
    ([number, list]) => `${number} on ${list.length === commonPlaces ? 'most architectures' : list.join(', ')}`,
  );
  return labelled('Number', words.join(' · '));
}

const mips64Base = 5000;

/** Since Linux 5.1 a new call has one number on all but mips64 and x32. */
const commonPlaces = numberedArchitectures.length - 2;

/** Variants for 32-bit programs are told about in the manual under the plain name. */
const plainName = (name: string) =>
  name
    .replace(/_time64$/, '')
    .replace(/^(clock_\w+|timer_\w+|timerfd_\w+)64$/, '$1')
    .replace(/^fchmodat2$/, 'fchmodat');

/** Calls without a page of their own in man-pages 6.03 or beside it. */
const withoutManual = new Set(
  `atomic_barrier atomic_cmpxchg_32 breakpoint cachectl cachestat epoll_ctl_old epoll_wait_old file_getattr file_setattr fsconfig fsmount fsopen
  fspick ftime futex_requeue futex_wait futex_waitv futex_wake get_tls getxattrat listmount listns listxattrat lsm_get_self_attr
  lsm_list_modules lsm_set_self_attr map_shadow_stack move_mount mseal multiplexer open_tree open_tree_attr process_mrelease profil
  quotactl_fd removexattrat riscv_flush_icache riscv_hwprobe rseq rseq_slice_yield rtas set_mempolicy_home_node set_tls setxattrat
  statmount swapcontext switch_endian sys_debug_setcontext sysmips timerfd ulimit uprobe uretprobe usr26 usr32 io_pgetevents`.split(/\s+/),
);

const manuals = (name: string) => (withoutManual.has(plainName(name)) ? [] : [manPage(plainName(name), 2)]);
