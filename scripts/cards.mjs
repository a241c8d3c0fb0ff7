// Prints the cards of capabilities, of system calls or of AppArmor's words as they are rendered: for reading them one by one.
//
//   node scripts/cards.mjs [capabilities | syscalls | apparmor] [NAME]...

import { importSources } from './sources.mjs';

const exported = await importSources(
  'cards',
  `export * from './server/src/knowledge';
  export { plainText } from './server/src/core';
  export { wordCard } from './server/src/languages/apparmor/editor/hover/help';`,
);
const { capabilities, capabilityCard, syscallCard, syscalls, plainText, wordCard } = exported;
const [kind = 'capabilities', ...names] = process.argv.slice(2);
const wanted = (name) => names.length === 0 || names.includes(name);
const help = ['keyword', 'flag', 'permission', 'conditional', 'network', 'signal', 'mountOption', 'rlimit', 'variable'];
const signs = ['assignment', 'comparison', 'ruleSign', 'arrow'];
const kinds = {
  capabilities: () => capabilities().map((capability) => [capability.name, capabilityCard(capability, 'kubernetes')]),
  syscalls: () => syscalls().map(({ name }) => [name, syscallCard(name)]),
  apparmor: () =>
    [...help, ...signs].flatMap((table) => [...exported[`${table}Help`]()].map(([word, found]) => [word, wordCard(word, found)])),
};
const cards = (kinds[kind] ?? kinds.capabilities)().filter(([name]) => wanted(name));
for (const [name, card] of cards) {
  const text = plainText(card);
  console.log(`===== ${name} (${text.length} characters)\n${text}\n`);
}
