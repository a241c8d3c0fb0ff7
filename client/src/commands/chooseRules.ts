import { l10n, window } from 'vscode';
import type { TextEdit } from 'vscode-languageclient';
import type { ObservationResult, ObservedSuggestion } from '../../../server/src/lsp/protocol/observe';
import type { Review, ReviewItem } from '../review';

/** By the id of a suggestion: the index of an alternative, -1 for none. */
export type Chosen = Readonly<Record<string, number>>;

/**
 * The review of rules proposed from a log: a rule is left out or taken in by its check box, and another can be chosen in its place. `ask` answers what the
 * server makes of a choice: an abstraction can cover several rules.
 */
export function rulesReview(first: ObservationResult, ask: (chosen: Chosen) => Promise<ObservationResult | null>, uri: string): Review {
  let result = first;
  let chosen: Chosen = {};
  let asked = chosen;
  return {
    title: l10n.t('Rules from the log'),
    async make(ticks) {
      for (const { id, chosen: index } of result.suggestions) {
        const ticked = ticks.get(id);
        if (ticked === undefined || ticked === index >= 0) continue;
        chosen = { ...chosen, [id]: ticked ? 0 : -1 };
      }
      if (chosen !== asked) {
        asked = chosen;
        result = (await ask(chosen)) ?? result;
      }
      const items = result.suggestions.map((suggestion) =>
        itemOf(suggestion, async () => {
          const index = await askAlternative(suggestion);
          if (index === undefined) return false;
          chosen = { ...chosen, [suggestion.id]: index };
          return true;
        }),
      );
      const own = result.edits.length > 0 ? [{ uri, edits: result.edits as TextEdit[] }] : [];
      const others = result.others.map((other) => ({ ...other, edits: other.edits as TextEdit[] }));
      return { items: items.length > 0 ? items : [whole], files: [...own, ...others] };
    },
  };
}

const whole: ReviewItem = { id: 'whole', title: l10n.t('Rules from the log'), risk: l10n.t('More is allowed afterwards.') };

function itemOf({ id, alternatives, chosen, severity, profile, optional }: ObservedSuggestion, choose: () => Promise<boolean>): ReviewItem {
  const shown = alternatives[Math.max(chosen, 0)];
  const reason = [
    profile,
    optional && l10n.t('the file decides otherwise today'),
    alternatives.length > 1 && l10n.t('{0} choices', alternatives.length),
  ];
  return {
    id,
    title: shown?.rule ?? '',
    reason: reason.filter(Boolean).join(' · '),
    ...(severity !== undefined && { risk: severity }),
    ticked: chosen >= 0,
    ...(alternatives.length > 1 && { choose }),
  };
}

/** What each kind of rule is called in the list. */
const kinds: Readonly<Record<string, string>> = {
  literal: l10n.t('exactly this'),
  variables: l10n.t('with variables or patterns'),
  glob: l10n.t('wider pattern'),
  'any-owner': l10n.t('files of every user'),
  audit: l10n.t('logged'),
  abstraction: l10n.t('abstraction'),
  deny: l10n.t('deny'),
  inherit: l10n.t('under the same profile'),
  profile: l10n.t('under its own profile'),
  fallback: l10n.t('under its own profile, else the same'),
  named: l10n.t('under a profile of this name'),
  child: l10n.t('child profile'),
  unconfined: l10n.t('without a profile'),
  stack: l10n.t('stacked profiles'),
  priority: l10n.t('priority'),
  new: l10n.t('new profile'),
};

/** The index of an alternative, -1 for none; undefined where the user went back. */
async function askAlternative({ alternatives, chosen, optional }: ObservedSuggestion): Promise<number | undefined> {
  const items = alternatives.map(({ kind, rule, note }, index) => ({
    label: `${markOf(index === chosen)} ${rule}`,
    description: kinds[kind] ?? kind,
    ...(note !== undefined && { detail: note }),
    index,
  }));
  const none = {
    label: `${markOf(chosen < 0)} ${optional ? l10n.t('Leave the file as it is') : l10n.t('Leave it out')}`,
    description: '',
    index: -1,
  };
  const picked = await window.showQuickPick([...items, none], {
    title: alternatives[0]?.rule ?? l10n.t('Rules from the log'),
    placeHolder: l10n.t('What answers this denial'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.index;
}

const markOf = (isChosen: boolean): string => (isChosen ? '$(check)' : '$(blank)');
