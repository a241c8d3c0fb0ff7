import { expect, it } from 'vitest';
import { stale, tables } from '../../../scripts/data/staleFacts.mjs';
import { capabilities } from '../../../server/src/knowledge';
import { capabilitySources, syscallSources } from '../../../server/src/knowledge/linux/data/cardSources';
import { syscallNotes } from '../../../server/src/knowledge/linux/data/syscallNotes';

it('every table says from where its facts are and when they were checked', () => {
  const today = new Date('2026-12-01');
  expect(tables().length).toBeGreaterThan(40);
  expect(tables().flatMap(({ name, text }) => stale(name, text, today))).toEqual([]);
});

it.each([
  ['a table without a date', '/** $source proc(5) */', 'x.ts: not dated'],
  ['a table without a source', '/** $checked 2026-11-30 */', 'x.ts: no source'],
  ['an old date', '{ "$source": "proc(5)", "$checked": "2025-01-01" }', 'x.ts: checked 2025-01-01'],
])('finds %s', (_, text, found) => expect(stale('x.ts', text, new Date('2026-12-01'))).toEqual([found]));

/** What the card of a capability says without a source, and the sources of what it doesn't say. */
function withoutSource(name: string, card: Readonly<Record<string, string | undefined>>, sources: Readonly<Record<string, string>>) {
  const fields = ['why', 'without', 'instead', 'history', 'incidents'];
  const cves = (text = '') => text.match(/CVE-\d{4}-\d+/g) ?? [];
  return [
    ...fields.filter((field) => Boolean(card[field]) !== Boolean(sources[field])).map((field) => `${name}: ${field}`),
    ...cves(card.incidents).flatMap((id) => (sources.incidents?.includes(id) ? [] : [`${name}: ${id}`])),
  ];
}

it('every sentence of the capability cards has its source', () => {
  const found = capabilities().flatMap(({ name, why, without, instead, history, incidents }) =>
    withoutSource(name, { why, without, instead, history, incidents }, { ...capabilitySources[name.slice('CAP_'.length)] }),
  );
  expect(found).toEqual([]);
  expect(Object.keys(capabilitySources).map((name) => `CAP_${name}`)).toEqual(capabilities().map(({ name }) => name));
});

it('finds a sentence without a source, and a source without a sentence', () => {
  const sources = { why: 'chown(2)', without: 'chown(2)', instead: 'chown(2)' };
  const card = { why: 'A.', without: 'B.', instead: 'C.' };
  expect(withoutSource('CAP_X', { ...card, history: 'D.' }, sources)).toEqual(['CAP_X: history']);
  expect(withoutSource('CAP_X', card, { ...sources, incidents: 'CVE-2026-1' })).toEqual(['CAP_X: incidents']);
  expect(withoutSource('CAP_X', { ...card, incidents: 'CVE-2026-12.' }, { ...sources, incidents: 'CVE-2026-9' })).toEqual([
    'CAP_X: CVE-2026-12',
  ]);
});

it('every note on system calls has its source', () => {
  const named = syscallNotes().map(({ calls }) => calls.split(' ')[0] ?? '');
  expect(named.filter((name) => !syscallSources[name])).toEqual([]);
  expect(Object.keys(syscallSources).filter((name) => !named.includes(name))).toEqual([]);
});
