import { span } from '../../../core';
import { capabilityWords, preambleKeywords, qualifierKeywords, ruleKeywords } from '../../../knowledge';
import { didYouMean, refusal, replace, suggestion } from './refusal';

export const unknownKeyword = refusal({
  code: 'apparmor/unknown-keyword',
  title: 'Unknown keyword',
  why: `A rule starts with a path, permissions or one of the language's keywords; any other word makes apparmor_parser refuse the file.

Keywords are written in lower case. Hats are entered by the program itself, so there is no \`change_hat\` rule. Capability names are listed with blanks between them, not commas.`,
  example: { bad: 'profile web {\n  capabilty net_bind_service,\n}\n', good: 'profile web {\n  capability net_bind_service,\n}\n' },
  message: ({ word }) =>
    word === 'change_hat'
      ? 'There is no change_hat rule: a program enters a hat through the library, and only the hat itself is declared.'
      : word === 'rlimit'
        ? 'A resource limit starts with set rlimit, and apparmor_parser refuses rlimit alone.'
        : capabilityWords.includes(word)
          ? `${word} is alone after a comma: blanks separate the names of one capability rule.`
          : `${word} starts no AppArmor rule${suggestion(word, [...ruleKeywords, ...qualifierKeywords, ...preambleKeywords, 'profile', 'hat', 'if'])}`,
  fixes: (place, { word }, part) => {
    if (word === 'rlimit') return [replace(place, 'set rlimit')];
    const comma = capabilityWords.includes(word) ? /,\s*$/.exec(part.text.slice(0, place.start)) : null;
    if (comma) return [replace(span(comma.index, place.start), ' ', `Remove the comma before ${word}`)];
    return [didYouMean(place, word, [...ruleKeywords, ...qualifierKeywords, ...preambleKeywords, 'profile', 'hat', 'if'])];
  },
});
