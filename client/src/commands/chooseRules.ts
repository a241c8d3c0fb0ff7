import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { ObservationResult, ObservedSuggestion } from '../../../server/src/lsp/protocol';

/** By the id of a suggestion: the index of an alternative, -1 for none. */
export type Chosen = Readonly<Record<string, number>>;

/**
 * Lets the user go through the rules proposed from a log and choose others in their place. `ask` answers what the server makes of a choice: an
 * abstraction can cover several rules. Undefined where the user went away.
 */
export async function chooseRules(
  first: ObservationResult,
  ask: (chosen: Chosen) => Promise<ObservationResult | null>,
): Promise<ObservationResult | undefined> {
  let result = first;
  let chosen: Chosen = {};
  for (;;) {
    const picked = await window.showQuickPick(rulesOf(result), {
      title: 'Rules from the log',
      placeHolder: 'Preview the changes, or choose a rule to see what could take its place',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!picked) return undefined;
    if (!picked.suggestion) return result;
    const index = await askAlternative(picked.suggestion);
    if (index === undefined) continue;
    chosen = { ...chosen, [picked.suggestion.id]: index };
    result = (await ask(chosen)) ?? result;
  }
}

interface RuleItem extends QuickPickItem {
  readonly suggestion?: ObservedSuggestion;
}

const heading = (label: string): RuleItem => ({ label, kind: QuickPickItemKind.Separator });

function rulesOf({ suggestions }: ObservationResult): RuleItem[] {
  const taken = suggestions.filter(({ chosen }) => chosen >= 0);
  const left = suggestions.filter(({ chosen, optional }) => chosen < 0 && !optional);
  const optional = suggestions.filter((one) => one.chosen < 0 && one.optional);
  const count = taken.length === 1 ? '1 rule' : `${taken.length} rules`;
  return [
    { label: '$(diff) Preview the changes', description: count, alwaysShow: true },
    ...section('Rules to add', taken, '$(add)'),
    ...section('Left out', left, '$(circle-slash)'),
    ...section('Only where you choose it', optional, '$(question)'),
  ];
}

function section(label: string, suggestions: readonly ObservedSuggestion[], icon: string): RuleItem[] {
  if (suggestions.length === 0) return [];
  return [
    heading(label),
    ...suggestions.map((suggestion): RuleItem => {
      const { alternatives, chosen, severity, profile } = suggestion;
      const shown = alternatives[Math.max(chosen, 0)];
      return {
        label: `${icon} ${shown?.rule ?? ''}`,
        description: [profile, alternatives.length > 1 && `${alternatives.length} choices`].filter(Boolean).join(' · '),
        ...(severity !== undefined && { detail: severity }),
        suggestion,
      };
    }),
  ];
}

/** What each kind of rule is called in the list. */
const kinds: Readonly<Record<string, string>> = {
  literal: 'exactly this',
  variables: 'with variables or patterns',
  glob: 'wider pattern',
  'any-owner': 'files of every user',
  audit: 'logged',
  abstraction: 'abstraction',
  deny: 'deny',
  inherit: 'under the same profile',
  profile: 'under its own profile',
  fallback: 'under its own profile, else the same',
  named: 'under a profile of this name',
  child: 'child profile',
  unconfined: 'without a profile',
  stack: 'stacked profiles',
  priority: 'priority',
  new: 'new profile',
};

/** The index of an alternative, -1 for none; undefined where the user went back. */
async function askAlternative({ alternatives, chosen, optional }: ObservedSuggestion): Promise<number | undefined> {
  const items = alternatives.map(({ kind, rule, note }, index) => ({
    label: `$(${index === chosen ? 'check' : 'blank'}) ${rule}`,
    description: kinds[kind] ?? kind,
    ...(note !== undefined && { detail: note }),
    index,
  }));
  const none = {
    label: `$(${chosen < 0 ? 'check' : 'blank'}) ${optional ? 'Leave the file as it is' : 'Leave it out'}`,
    description: '',
    index: -1,
  };
  const picked = await window.showQuickPick([...items, none], {
    title: alternatives[0]?.rule ?? 'Rules from the log',
    placeHolder: 'What answers this denial',
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.index;
}
