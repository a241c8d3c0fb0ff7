import { bold, type Completion, type Context, code, joined, md, ours } from '../../core';
import {
  architectures,
  capabilities,
  capabilityDetail,
  capabilityNote,
  containersErrnos,
  errnoMeaning,
  errnoNames,
  errnoNumbers,
  findSyscall,
  inDefault,
  riskRank,
  syscallCard,
  syscallDetail,
  syscallGroups,
  syscalls,
  targetNames,
} from '../../knowledge';
import { type Cursor, completeBySchema, cursorsAt, find, type Schema, valueCompletion } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import { namesOfValues } from './constants';
import { hasCall } from './filter';
import { namesOf } from './model';
import type { SeccompPart } from './part';
import { pathInProfile, shapeAt, type Where, whereIs, wordsIn } from './place';
import { schemaOf } from './schema';
import { argumentsOn } from './signatures';
import { subcalls } from './subcalls';

export function complete(part: SeccompPart, offset: number, context: Context): readonly Completion[] {
  const analysis = analysisOf(part, context);
  return cursorsAt(part.tree, offset).flatMap((cursor) => {
    const path = pathInProfile(part, cursor.path);
    const where = path && whereIs(part.profile, path);
    const own = where && cursor.kind === 'value' ? values(cursor, where, analysis) : [];
    const known = new Set(own.map(({ label }) => label));
    const more = bySchema(schemaOf(part), cursor, path, analysis).filter(({ label }) => !known.has(label));
    return [...own, ...more];
  });
}

function bySchema(schema: Schema, cursor: Cursor, path: Cursor['path'] | undefined, analysis: Analysis | undefined): readonly Completion[] {
  const items = completeBySchema(schema, cursor);
  if (cursor.kind === 'value') {
    const there = typeof cursor.path.at(-1) === 'number' ? wordsIn(find(cursor.tree.root, cursor.path.slice(0, -1))) : new Set<string>();
    const others = items.filter(({ label }) => label === cursor.prefix || !there.has(label));
    return others.map((item) => (item.label.startsWith('SCMP_ACT_') ? { ...item, sort: actionOrder(item.label, cursor) } : item));
  }
  const shape = path && shapeAt(path);
  return items.map((item) => {
    const field = shape?.[item.label];
    if (!field || !analysis || field.readers.includes(analysis.loader.reader)) return item;
    return { ...item, detail: `dropped by ${targetNames[analysis.loader.target]}`, sort: `9${item.sort ?? ''}` };
  });
}

/** What refuses comes first; what a rule usually does comes next, and what lets every other call run comes last. */
function actionOrder(action: string, cursor: Cursor): string {
  const inRule = cursor.path.at(-1) !== 'defaultAction';
  const order = ['SCMP_ACT_ERRNO', ...(inRule ? ['SCMP_ACT_ALLOW'] : []), 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD', 'SCMP_ACT_KILL'];
  const last = ['SCMP_ACT_LOG', 'SCMP_ACT_ALLOW'];
  const place = order.indexOf(action);
  return place >= 0 ? `0${place}` : `${1 + last.indexOf(action) + 1}${action}`;
}

function values(cursor: Cursor, where: Where, analysis: Analysis | undefined): readonly Completion[] {
  switch (where.field) {
    case 'syscalls.names':
    case 'syscalls.name':
      return callNames(cursor, where, analysis);
    case 'syscalls':
      return typeof cursor.path.at(-1) === 'number' && !cursor.prefix ? ruleSnippets(cursor) : [];
    case 'syscalls.includes.caps':
    case 'syscalls.excludes.caps':
      return capabilityNames(cursor);
    case 'syscalls.includes.arches':
    case 'syscalls.excludes.arches':
      return filterWords(cursor, analysis);
    case 'syscalls.errno':
    case 'defaultErrno':
      return errorNames(cursor);
    case 'syscalls.errnoRet':
    case 'defaultErrnoRet':
      return errorNumbers(cursor);
    case 'syscalls.args.index':
      return argumentPlaces(cursor, where, analysis);
    case 'syscalls.args.value':
    case 'syscalls.args.valueTwo':
      return argumentValues(cursor, where);
    default:
      return [];
  }
}

const inList = (cursor: Cursor): ReadonlySet<string> =>
  typeof cursor.path.at(-1) === 'number' ? wordsIn(find(cursor.tree.root, cursor.path.slice(0, -1))) : new Set();

/** Calls of the covered ABIs that the rule does not name yet: new ones before those that other rules decide, safe ones before risky ones. */
function callNames(cursor: Cursor, { rule, field }: Where, analysis: Analysis | undefined): readonly Completion[] {
  const there = inList(cursor);
  const elsewhere = new Map<string, number>();
  for (const other of analysis?.profile.rules ?? [])
    if (other !== rule && !other.args.length) for (const { value } of namesOf(other)) elsewhere.set(value, other.index);
  const reached = (name: string) =>
    !analysis || analysis.resolved.abis.some((abi) => hasCall(abi, name) || (abi.multiplexed && subcalls.has(name)));
  const offered = syscalls().filter(({ name }) => (name === cursor.prefix || !there.has(name)) && reached(name));
  const items = offered.map(({ name, risk }) => {
    const other = elsewhere.get(name);
    return valueCompletion(cursor, name, {
      kind: 'enum',
      detail: other === undefined ? syscallDetail(name) : `in rule ${other + 1} · ${syscallDetail(name)}`,
      documentation: () => syscallCard(name) ?? md``,
      sort: `${other === undefined ? 1 : 2}${riskRank(risk)}${usual.get(inDefault(name, 'docker').allowed)}${name}`,
    });
  });
  const groups = field === 'syscalls.names' ? groupNames(cursor, new Set(offered.map(({ name }) => name)), there) : [];
  return [...items, ...groups];
}

/** Calls that Docker's default always allows come before those that it allows under conditions, or never, such as removed ones. */
const usual = new Map([
  ['always', 0],
  ['sometimes', 1],
  ['never', 2],
]);

/** A whole family at once. */
function groupNames(cursor: Cursor, offered: ReadonlySet<string>, there: ReadonlySet<string>): readonly Completion[] {
  const json = cursor.tree.syntax === 'json';
  const list = find(cursor.tree.root, cursor.path.slice(0, -1));
  const spread = list ? cursor.tree.text.slice(list.span.start, list.span.end).includes('\n') : false;
  const joint = json || !cursor.block ? (spread ? ',\n' : ', ') : '\n- ';
  return syscallGroups().flatMap((group) => {
    const calls = group.calls.filter((name) => offered.has(name) && !there.has(name));
    if (!calls.length) return [];
    const one = valueCompletion(cursor, group.name);
    const quote = json ? '"' : cursor.quote;
    const risky = calls.filter((name) => riskRank(findSyscall(name)?.risk ?? 'low') >= riskRank('high'));
    return [
      {
        ...one,
        kind: 'snippet' as const,
        insert: calls.map((name) => quote + name + quote).join(joint) + (one.insert.endsWith(',') ? ',' : ''),
        detail: `${calls.length} calls${risky.length ? ` · ${risky.length} of high risk` : ''}`,
        documentation: md`${bold(ours(`${group.title}.`))} ${ours(group.about)}\n\n${joined(calls.map(code), ', ')}`,
        sort: `3${group.name}`,
      },
    ];
  });
}

function ruleSnippets(cursor: Cursor): readonly Completion[] {
  if (cursor.tree.syntax !== 'json') return [];
  const rule = (label: string, detail: string, body: string, sort: string): Completion => ({
    label,
    detail,
    kind: 'snippet',
    span: cursor.replace,
    insert: body,
    snippet: true,
    sort,
  });
  return [
    rule('allow', 'calls that run', '{\n\t"names": ["$1"],\n\t"action": "SCMP_ACT_ALLOW"\n}', '00'),
    rule('refuse', 'calls that fail with an error', '{\n\t"names": ["$1"],\n\t"action": "SCMP_ACT_ERRNO",\n\t"errnoRet": ${2:1}\n}', '01'),
    rule(
      'allow where',
      'calls that run for some arguments',
      '{\n\t"names": ["$1"],\n\t"action": "SCMP_ACT_ALLOW",\n\t"args": [\n\t\t{ "index": ${2:0}, "value": ${3:4294967295}, "valueTwo": ${4:0}, "op": "SCMP_CMP_MASKED_EQ" }\n\t]\n}',
      '02',
    ),
  ];
}

function capabilityNames(cursor: Cursor): readonly Completion[] {
  const there = inList(cursor);
  return capabilities()
    .filter(({ name }) => name === cursor.prefix || !there.has(name))
    .map((capability) =>
      valueCompletion(cursor, capability.name, {
        detail: capabilityDetail(capability),
        documentation: () => capabilityNote(capability, 'oci'),
        sort: `${riskRank(capability.risk)}${capability.name}`,
      }),
    );
}

/** Words of hosts; this one first. */
function filterWords(cursor: Cursor, analysis: Analysis | undefined): readonly Completion[] {
  const there = inList(cursor);
  return architectures().flatMap(({ filter, name, scmp, uname }) =>
    filter && uname && (filter === cursor.prefix || !there.has(filter))
      ? [valueCompletion(cursor, filter, { detail: scmp, sort: `${name === analysis?.host.architecture.name ? 0 : 1}${filter}` })]
      : [],
  );
}

/** What profiles have a reason to answer, most usual first. */
const usualErrors = ['EPERM', 'ENOSYS', 'EACCES', 'EINVAL', 'EAFNOSUPPORT', 'EOPNOTSUPP', 'ENOENT'];

const orderOf = (name: string): string => String(usualErrors.includes(name) ? usualErrors.indexOf(name) : 50).padStart(2, '0');

const errorNames = (cursor: Cursor): readonly Completion[] =>
  [...containersErrnos()].map((name) =>
    valueCompletion(cursor, name, {
      detail: String(errnoNumbers().get(name) ?? ''),
      ...(errnoMeaning(name) && { documentation: ours(errnoMeaning(name) as string) }),
      sort: orderOf(name) + name,
    }),
  );

const errorNumbers = (cursor: Cursor): readonly Completion[] =>
  [...errnoNames()].map(([number, name]) => ({
    ...valueCompletion(cursor, number, {
      detail: name,
      ...(errnoMeaning(name) && { documentation: ours(errnoMeaning(name) as string) }),
      sort: orderOf(name) + String(number).padStart(4, '0'),
    }),
    filter: name,
  }));

function argumentPlaces(cursor: Cursor, { rule }: Where, analysis: Analysis | undefined): readonly Completion[] {
  const call = rule && namesOf(rule)[0]?.value;
  const args = (call && analysis && argumentsOn(analysis.host.architecture, call)) || [];
  return args.map(({ name, type, pointer, bits }, i) =>
    valueCompletion(cursor, i, {
      detail: `${type} ${name}`,
      documentation: pointer
        ? md`A pointer: a filter sees the address only.`
        : bits < 64
          ? md`The kernel looks at ${bits} bits: compare with MASKED_EQ.`
          : md``,
      sort: `${pointer ? 1 : 0}${i}`,
    }),
  );
}

function argumentValues(cursor: Cursor, { rule, condition }: Where): readonly Completion[] {
  const call = rule && namesOf(rule)[0]?.value;
  const place = Number(rule?.args[condition ?? 0]?.index?.value ?? 0n);
  if (!call) return [];
  return namesOfValues(call, place).map(([name, value], i) => {
    const item = valueCompletion(cursor, Number(value), { detail: String(value), sort: String(i).padStart(3, '0'), kind: 'constant' });
    return { ...item, label: name, filter: name };
  });
}
