import { bold, type Context, code, escaped, type Hover, listed, type Markdown, md, ours, paragraphs } from '../../core';
import {
  architectureOfFilter,
  capabilityCard,
  errnoMeaning,
  errnoNames,
  findCapability,
  findSyscall,
  manPage,
  remarkableSince,
  syscallCard,
  targetTitle,
} from '../../knowledge';
import { hoverBySchema, locate, pathTo } from '../../tree';
import { type Analysis, analysisOf, decide } from './analysis';
import { comparisonOf } from './comparison';
import { hasCall } from './filter';
import { namesOf, wholeOf } from './model';
import type { SeccompPart } from './part';
import { pathInProfile, type Where, whereIs } from './place';
import { schemaOf } from './schema';
import { comparisonText, outcome } from './wording';

export function hover(part: SeccompPart, offset: number, context: Context): Hover | undefined {
  const found = locate(part.tree, offset);
  const bySchema = hoverBySchema(schemaOf(part), part.tree, offset);
  if (!found || found.onKey || found.node.kind !== 'scalar') return bySchema;
  const path = pathInProfile(part, pathTo(found.node));
  const analysis = analysisOf(part, context);
  const markdown = path && analysis && about(whereIs(part.profile, path), found.node, analysis);
  return markdown ? { span: found.node.span, markdown } : bySchema;
}

function about(where: Where, node: Parameters<typeof wholeOf>[0] & object, analysis: Analysis): Markdown | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  switch (where.field) {
    case 'syscalls.names':
    case 'syscalls.name':
      return findSyscall(text) && paragraphs(verdictLine(text, analysis), remarkableSince(text), syscallCard(text));
    case 'syscalls.includes.caps':
    case 'syscalls.excludes.caps':
      return capability(text, analysis);
    case 'syscalls.includes.arches':
    case 'syscalls.excludes.arches': {
      const architecture = architectureOfFilter(text);
      return (
        architecture &&
        md`${bold(code(text))} is a host of ${code(architecture.scmp)}${architecture === analysis.host.architecture ? md`, this one` : md``}.`
      );
    }
    case 'syscalls.errnoRet':
    case 'defaultErrnoRet': {
      const name = errnoNames().get(Number(wholeOf(node)?.value ?? -1n));
      const meaning = name && errnoMeaning(name);
      return name === undefined
        ? undefined
        : paragraphs(md`${bold(ours(name))}${meaning ? ours(`: ${meaning}.`) : md`.`}`, manPage('errno', 3));
    }
    case 'syscalls.args.value':
    case 'syscalls.args.valueTwo':
    case 'syscalls.args.index':
      return condition(where, node);
    default:
      return undefined;
  }
}

/** What becomes of the call here, ABI by ABI where they differ. */
function verdictLine(name: string, analysis: Analysis): Markdown {
  const abis = analysis.resolved.abis.filter((abi) => hasCall(abi, name));
  const by = new Map<string, string[]>();
  for (const abi of abis) {
    const entry = analysis.filter(abi)?.entries.get(name);
    const decision = decide(analysis, abi, name);
    const rule = decision.origin?.active.rule;
    const words =
      entry && !entry.always && entry.conditional.length
        ? 'depends on its arguments'
        : `${outcome(decision.verdict)}${rule ? ` by rule ${rule.index + 1}` : ' by default'}`;
    by.set(words, [...(by.get(words) ?? []), abi.name]);
  }
  if (!by.size) return md`${bold(md`Here`)}: on none of the ABIs that the filter covers.`;
  const parts = [...by].map(([words, names]) => (by.size === 1 ? words : `${words} (${listed(names)})`));
  return md`${bold(md`Here`)}: ${escaped(parts.join('; '))}, as ${ours(targetTitle(analysis.loader))} reads the profile.`;
}

function capability(text: string, { loader, host }: Analysis): Markdown | undefined {
  const found = findCapability(text);
  if (!found || found.name !== text) return undefined;
  if (loader.reader === 'oci') return paragraphs(md`${bold(md`Here`)}: containerd drops the condition.`, capabilityCard(found, 'oci'));
  const has = host.capabilities.has(text);
  return paragraphs(md`${bold(md`Here`)}: the container ${has ? md`has` : md`does not have`} it.`, capabilityCard(found, 'oci'));
}

function condition({ rule, condition: place }: Where, node: Parameters<typeof wholeOf>[0]): Markdown | undefined {
  const comparison = rule && place !== undefined && rule.args[place] ? comparisonOf(rule.args[place]) : undefined;
  if (!comparison || !rule) return undefined;
  const value = wholeOf(node)?.value;
  const call = namesOf(rule)[0]?.value ?? '';
  const hex = value !== undefined && value > 9n ? md`${code(String(value))} is ${code(`0x${value.toString(16)}`)}.` : undefined;
  return paragraphs(bold(code(comparisonText(comparison, call))), hex);
}
