// Draws facts of server/src/knowledge by a seed, to be compared with their sources one by one; docs/facts.md has the results.
//
//   node scripts/data/drawFacts.mjs SEED [COUNT]      200 facts unless a count is given
//   node scripts/data/drawFacts.mjs --count           how many facts each folder has
//
// A fact is a sentence, a line of a table or an entry of a list. Each folder gives sentences and entries of tables, as many as the square root
// of their number says, so that the long tables of numbers don't crowd out the rest. One line for a fact: number, file and line, kind,
// where in the data, text, source.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'server', 'src', 'knowledge');

/** The source that the comment above a table states, or its file. */
function statedSource(text) {
  const stated = /(?:\$source"?:?|\bSources?(?: of truth)?:|\bafter)\s*([\s\S]*?)(?:\n\s*\*?\s*(?:\$|\n|\/)|\*\/|",?\n)/.exec(text)?.[1];
  return (stated ?? '')
    .replace(/\s*\n\s*\*?\s*/g, ' ')
    .replace(/^"/, '')
    .trim();
}

function factsOfJson(file, text) {
  const { $source, ...data } = JSON.parse(text);
  const facts = [];
  const isScalar = (value) => value === null || typeof value !== 'object';
  const isRow = (value) =>
    !isScalar(value) && Object.values(value).every((one) => isScalar(one) || (Array.isArray(one) && one.every(isScalar)));
  const walk = (value, at) => {
    if (at.some((name) => /^(?:\$.*|lists|heads|top|base|plus|minus|source|read)$/.test(name))) return;
    if (value && typeof value === 'object' && !Object.keys(value).length) return;
    if (isScalar(value) || (Array.isArray(value) && at.length > 1 && isRow(value)))
      facts.push({ file, line: '', kind: 'table', at: at.join('.'), text: JSON.stringify(value), source: $source });
    else if (!Array.isArray(value) && isRow(value) && at.length > 1 && Object.keys(value).length < 12)
      facts.push({ file, line: '', kind: 'table', at: at.join('.'), text: JSON.stringify(value), source: $source });
    else for (const [key, one] of Object.entries(value)) walk(one, [...at, key]);
  };
  walk(data, []);
  return facts;
}

const isSentence = (text) =>
  /\s/.test(text) &&
  /[a-z]/.test(text) &&
  /[.;!?”]$|\b(?:a|an|and|as|by|for|in|is|its|no|not|of|on|or|that|the|to|under|with)\b/.test(text);

/** Strings of functions: parts of sentences, patterns, types of records. */
const isCode = (text) => /\$\{|=>|[{}]\n|^[.,;:]|^\w+:$|^\\|^(?:and|or|EQ|NE|MASKED_EQ|SCMP_\w+)$/.test(text);

/** Names one after the other; a short phrase is one fact, not three words. */
const isListOfNames = (text, key, lines) =>
  /\s/.test(text) &&
  /^[\w\s.*=/-]+$/.test(text) &&
  !isSentence(text) &&
  (/^(?:calls|names|capabilities|fields|programs|allows)$/.test(key) || lines > 1 || text.split(/\s+/).length > 4);

/** Comments, strings, and what a name opens; everything else is passed over. */
const token =
  /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<types>^(?:import|(?:export )?(?:interface|type))\b[\s\S]*?(?:;|^\})$)|(?<quote>['"`])(?<text>(?:\\[\s\S]|(?!\k<quote>)[\s\S])*)\k<quote>|\bconst (?<table>\w+)|(?<name>[\w$]+)(?=:\s)/gm;

const identifying = new Set(['name', 'calls', 'image', 'key', 'repositories']);

function factsOfCode(file, text) {
  const facts = [];
  const head = statedSource(/\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '');
  let [comment, table, name, row, tableSource] = ['', '', '', '', ''];
  for (const match of text.matchAll(token)) {
    const { groups } = match;
    if (groups.comment) comment = groups.comment;
    else if (groups.table) {
      [table, name, row, tableSource] = [groups.table, '', '', statedSource(comment)];
      comment = '';
    } else if (groups.name) name = groups.name;
    else if (groups.quote) {
      const value = groups.text.replace(/\\(['"`\\])/g, '$1').trim();
      if (identifying.has(name) || text[match.index + match[0].length] === ':') row = value.slice(0, 40);
      if (/^(?:source|url|title|refs)$/.test(name)) continue;
      const rowSource = /\n\s+sources?: ([^\n]*)/.exec(text.slice(match.index, match.index + 1500))?.[1] ?? '';
      if (isCode(value)) continue;
      const source = tableSource || head || rowSource;
      let line = text.slice(0, match.index).split('\n').length;
      const add = (kind, fact) =>
        facts.push({ file, line, kind, at: [table, row !== value ? row : '', name].filter(Boolean).join(' › '), text: fact, source });
      const lines = value.split('\n');
      for (const one of lines) {
        const text = one.trim();
        if (isListOfNames(text, name, lines.length))
          for (const word of text.split(/\s+/).filter((one) => one.length > 1)) add('table', `${word} (of: ${text.slice(0, 60)})`);
        else if (lines.length === 1 && isSentence(text))
          for (const sentence of text.split(/(?<=[.!?])\s+(?=[A-Z`“])/)) add('prose', sentence);
        else if (text.length > 1) add(/ \w+ .*\.$/.test(text) ? 'prose' : 'table', text);
        line++;
      }
    }
  }
  return facts;
}

/** Files of functions, whose strings are no facts. */
const code = new Set([
  ...['index.ts', 'lazy.ts', 'targets.ts', 'references.ts', 'risk.ts', 'linux/capabilityCard.ts', 'linux/syscallCard.ts'],
  // Where the facts of the cards are from: the cards themselves are drawn.
  'linux/data/cardSources.ts',
  ...[
    'linux/capabilityHistory.ts',
    'linux/syscalls.ts',
    'seccomp/since.ts',
    'seccomp/history.ts',
    'seccomp/defaults.ts',
    'apparmor/abis.ts',
  ],
]);

const allFacts = () =>
  readdirSync(root, { recursive: true })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.(?:ts|json)$/.test(file) && !code.has(file))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return file.endsWith('.json') ? factsOfJson(file, text) : factsOfCode(file, text);
    });

/** Mulberry32: small, and the same on every machine. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const groupOf = ({ file, kind }) => `${file.split('/')[0]} ${kind}`;

function draw(facts, seed, count) {
  const next = random(seed);
  const groups = new Map();
  for (const fact of facts) {
    const key = groupOf(fact);
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  const pools = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pool]) => ({ rest: [...pool], share: Math.sqrt(pool.length) }));
  const drawn = [];
  while (drawn.length < count && pools.some(({ rest }) => rest.length)) {
    const left = pools.filter(({ rest }) => rest.length);
    let at = next() * left.reduce((sum, { share }) => sum + share, 0);
    const { rest } =
      left.find(({ share }) => {
        at -= share;
        return at < 0;
      }) ?? left[0];
    drawn.push(...rest.splice(Math.floor(next() * rest.length), 1));
  }
  return drawn.sort((a, b) => (`${a.file} ${String(a.line).padStart(5)}` < `${b.file} ${String(b.line).padStart(5)}` ? -1 : 1));
}

const [first, count = '200'] = process.argv.slice(2);
const facts = allFacts();
if (first === '--count') {
  const counts = new Map();
  for (const fact of facts) counts.set(groupOf(fact), (counts.get(groupOf(fact)) ?? 0) + 1);
  for (const [group, number] of [...counts].sort()) console.log(`${group}: ${number}`);
  console.log(`all: ${facts.length}`);
} else if (/^\d+$/.test(first ?? '')) {
  for (const [i, { file, line, kind, at, text, source }] of draw(facts, Number(first), Number(count)).entries())
    console.log(`${i + 1}\t${file}${line && `:${line}`}\t${kind}\t${at}\t${text}\t${source}`);
} else {
  console.error('usage: drawFacts.mjs SEED [COUNT] | --count');
  process.exitCode = 2;
}
