import {
  type Answer,
  bold,
  bullets,
  type Context,
  code,
  escaped,
  listed,
  type Markdown,
  md,
  ours,
  paragraphs,
  type Span,
} from '../../core';
import {
  type Architecture,
  allowedSince,
  architectureNamed,
  architectureOfFilter,
  findSyscall,
  nearestArchitecture,
  nearestSyscall,
  sinceLine,
  syscallSignature,
  targets,
  targetTitle,
} from '../../knowledge';
import { stringOf } from '../../tree';
import { type Analysis, abiWith, analysisOf, type CallDecision, decide } from './analysis';
import { conditionsFor } from './callConditions';
import { callsOf, conflictOf } from './clashes';
import { alternativesOf } from './comparison';
import { valueOfText } from './constants';
import { hasCall } from './filter';
import { loggingLine, loggingOf } from './logged';
import { fieldOf, fieldValue } from './model';
import { callOfNumber } from './observe/auditArchitecture';
import type { SeccompPart } from './part';
import { type CallVerdict, verdictText } from './resolve';
import { formatOf, formatTitles } from './target';
import { conjunctionText, numberText, outcome, someNames } from './wording';
import { ENOSYS } from './words';

/** runc's answer to calls that are newer than the profile. */
const enosys: CallVerdict = { action: 'SCMP_ACT_ERRNO', errno: ENOSYS };

interface Question {
  readonly call: string;
  readonly abi?: string;
  /** Absent: nothing was said of arguments. */
  readonly args?: readonly bigint[];
  /** Asked for the decision of the filter itself, as questions in batches are; what runc answers before it is said beside. */
  readonly ofFilter?: true;
}

/** What a profile decides for a call: `socket(AF_INET, SOCK_STREAM)`, `x86 mount`, or `{"arch","syscall","args"}`. */
export function explain(part: SeccompPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  const found = ofProfile(part, query, context);
  const { name } = part.object ?? {};
  const base = part.object && part.profile && stringOf(fieldValue(part.profile.node, 'baseProfileName'));
  if (name === undefined && !base) return found;
  return {
    ...found,
    markdown: paragraphs(
      name !== undefined && md`SeccompProfile ${code(name)}:`,
      found.markdown,
      base ? md`The operator adds the calls of the base profile ${code(base)}; they are not counted here.` : '',
    ),
    json: { ...found.json, ...(name !== undefined && { profile: name }), ...(base && { baseProfile: base }) },
  };
}

function ofProfile(part: SeccompPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  const analysis = analysisOf(part, context);
  if (!analysis) return { markdown: md`There is no seccomp profile here.`, json: {} };
  const question = typeof query === 'string' ? questionOf(query) : batchQuestion(query);
  if (typeof question === 'string') return unknown(question);
  const named = question.abi === undefined ? undefined : nearestArchitecture(question.abi);
  if (question.abi !== undefined && !named) return unknown(md`${code(question.abi)} is no architecture that libseccomp knows.`);
  if (isNumber.test(question.call)) return numbered(analysis, named ?? analysis.host.architecture, question);
  const abi = named ?? abiWith(analysis, question.call) ?? analysis.host.architecture;
  if (!findSyscall(question.call)) {
    const meant = nearestSyscall(question.call);
    return unknown(md`libseccomp knows no system call ${code(question.call)}${suggestion(meant)}`);
  }
  if (!hasCall(abi, question.call))
    return unknown(md`${code(question.call)} does not exist on ${ours(abi.name)}: no program can make that call.`);
  return answer(analysis, abi, question);
}

const isNumber = /^(?:0x[\da-f]+|\d+)$/i;

/** A number as logs write it, which means another call on each ABI. */
function numbered(analysis: Analysis, abi: Architecture, question: Question): Answer {
  const found = callOfNumber(abi, Number(question.call));
  if (!found) return unknown(md`No system call has the number ${escaped(question.call)} on ${ours(abi.name)}.`);
  const { markdown, ...rest } = answer(analysis, found.abi, { ...question, call: found.call });
  return { ...rest, markdown: paragraphs(md`Number ${escaped(question.call)} on ${ours(abi.name)} is ${code(found.call)}.`, markdown) };
}

function suggestion(meant: ReturnType<typeof nearestSyscall>): Markdown {
  if (!meant) return md`.`;
  const names = listed(meant.names.map(code), 'or');
  return meant.reason === 'no system call has this name' ? md`; did you mean ${names}?` : md`; ${ours(meant.reason)}: ${names}.`;
}

const unknown = (problem: Markdown): Answer => ({ markdown: problem, json: { problem } });

/** The question that an input box starts with: a call that this profile decides by its arguments, or one that is often asked about. */
export function exampleQuery({ profile }: SeccompPart): string {
  const conditional = profile?.rules.find((rule) => rule.args.length > 0 && rule.names.length > 0);
  const name = conditional?.names[0]?.value;
  if (name === undefined || name === 'socket') return 'socket(AF_INET, SOCK_STREAM)';
  return name === 'clone' ? 'clone(CLONE_NEWUSER)' : `${name}(0)`;
}

function questionOf(text: string): Question | Markdown {
  const [, abi, call = '', list] = /^\s*(?:([\w-]+)\s+)?([\w*]+)\s*(?:\(([^()]*)\)?)?\s*$/.exec(text) ?? [];
  if (!call) return inWords(text) ?? ours('Enter a system call: `mount`, `socket(AF_INET, SOCK_STREAM)`, `x86 socket`.');
  const base = { call, ...(abi !== undefined && { abi }) };
  if (list === undefined || !list.trim()) return base;
  const args: bigint[] = [];
  for (const word of list.split(',')) {
    const value = valueOfText(word);
    if (value === undefined) return md`${code(word.trim())} is neither a number nor a name that is known here.`;
    args.push(value);
  }
  return { ...base, args };
}

/** `Since which release is faccessat2 allowed on arm64?`: the one call that a sentence names. */
function inWords(text: string): Question | undefined {
  const words = text.split(/[^\w-]+/).filter(Boolean);
  const calls = [...new Set(words.filter((word) => findSyscall(word)))];
  const abi = words.find((word) => architectureNamed(word) ?? architectureOfFilter(word));
  return calls.length === 1 ? { call: calls[0] as string, ...(abi !== undefined && { abi }) } : undefined;
}

function batchQuestion(query: Readonly<Record<string, unknown>>): Question | Markdown {
  const { arch, syscall, args } = query;
  if (typeof syscall !== 'string') return md`A question names its system call: {"syscall": "socket"}.`;
  const values = Array.isArray(args) ? args.map((arg) => valueOfText(String(arg))) : undefined;
  if (values?.includes(undefined)) return md`An argument is neither a number nor a name that is known here.`;
  return { call: syscall, ofFilter: true, ...(typeof arch === 'string' && { abi: arch }), ...(values && { args: values as bigint[] }) };
}

function answer(analysis: Analysis, abi: Architecture, { call, args, ofFilter }: Question): Answer {
  const decision = decide(analysis, abi, call, args);
  const conditions = args ? [] : conditionsFor(analysis, abi, call);
  const by = placeOf(analysis, decision);
  const conflict = conflictOf(analysis);
  const given = args ? `${call}(${args.map(numberText).join(', ')})` : call;
  const where = abi === analysis.host.architecture ? md`` : md` on ${escaped(abi.name)}`;
  const stub = decision.newerThanProfile;
  const verdict = stub ? enosys : decision.verdict;
  return {
    markdown: paragraphs(
      conflict &&
        md`No container starts with this profile: rules ${conflict.older.index + 1} and ${conflict.added.index + 1} collide over ${escaped(someNames(callsOf(conflict.meeting)))} on ${escaped(conflict.meeting.places[0].abi.name)}, and libseccomp refuses the second.`,
      conditions.length
        ? md`**${code(given)}**${where} depends on its arguments.`
        : md`**${code(given)}**${where}: ${bold(escaped(outcome(verdict)))} (${code(verdictText(verdict))}), ${stub ? md`by runc itself.` : escaped(reason(analysis, abi, decision))}`,
      conditions.length > 0 &&
        bullets([
          ...conditions.map(({ when, verdict }) => escaped(`${when}: ${outcome(verdict)}`)),
          escaped(`otherwise: ${outcome(analysis.resolved.default)}`),
        ]),
      stub &&
        md`runc takes a call whose number is higher than any that the profile names for newer than the profile, and refuses it before the filter is asked; the filter says ${code(verdictText(decision.verdict))}.`,
      !ofFilter && loggingLine(conditions.length ? analysis.resolved.default : verdict, analysis.profile),
      !ofFilter && sinceLine(call),
      signatureLine(call),
      contextLine(analysis),
    ),
    json: {
      decision: verdictText(ofFilter ? decision.verdict : verdict),
      because: stub && !ofFilter ? 'newer than the profile' : decision.why,
      ...(conditions.length > 0 && { conditions: conditions.map(({ when, verdict }) => ({ when, decision: verdictText(verdict) })) }),
      ...(stub && (ofFilter ? { enosysStub: verdictText(enosys) } : { filter: verdictText(decision.verdict) })),
      ...(conflict && { refused: true }),
      ...(!ofFilter && { seenBy: loggingOf(verdict, analysis.profile), since: sinceByTarget(call) }),
    },
    ...(by && { by }),
    row: {
      verdict: conflict ? 'refused: the profile does not load' : conditions.length ? 'depends on its arguments' : outcome(verdict),
      decides: stub ? 'runc itself' : decision.origin ? `rule ${decision.origin.active.rule.index + 1}` : 'no rule',
    },
  };
}

/** Per runtime, since which release its default allows the call; null for never. */
const sinceByTarget = (call: string) => Object.fromEntries(targets.map((target) => [target, allowedSince(target, call) ?? null]));

function placeOf({ profile }: Analysis, { why, origin }: CallDecision): Span | undefined {
  if (origin) return origin.name.node.span;
  if (why === 'abi not covered') return (fieldOf(profile.node, 'architectures') ?? fieldOf(profile.node, 'archMap'))?.key.span;
  return profile.defaultAction?.node.span;
}

function reason({ profile }: Analysis, abi: Architecture, { why, origin }: CallDecision): string {
  if (origin) {
    const { rule } = origin.active;
    const [comparisons = []] = alternativesOf(origin.active.conditions);
    const when = comparisons.length ? ` where ${conjunctionText(comparisons, origin.name.value)}` : '';
    return `by rule ${rule.index + 1}${when}.`;
  }
  if (why === 'abi not covered') return `because the filter does not cover ${abi.name}.`;
  if (why === 'no seccomp') return 'because without `defaultAction` and rules the container runs without seccomp.';
  return profile.rules.length ? 'the default action, since no rule decides.' : 'the default action.';
}

function signatureLine(call: string): Markdown | undefined {
  const known = findSyscall(call);
  const signature = known && syscallSignature(known);
  return signature ? code(signature) : undefined;
}

const contextLine = ({ loader, host, profile }: Analysis): Markdown => {
  const capabilities = host.capabilities.size;
  return escaped(
    `Read as ${targetTitle(loader)} reads it (${loader.because}), ${formatTitles[formatOf(profile)]}, ${host.architecture.name}, Linux ${host.kernel.join('.')}, ${capabilities} capabilities.`,
  );
};
