// Writes what git does not keep: the lists of rules, and the validators of the schemas. Whatever reads the sources runs it first.
import { writeRuleIndexes } from './ruleIndexes.mjs';
import { exitWith, isMain, must } from './run.mjs';

export async function generate() {
  writeRuleIndexes();
  await must(process.execPath, ['scripts/validators.mjs']);
}

if (isMain(import.meta)) exitWith(generate);
