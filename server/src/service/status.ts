import type { Context, Language, SettingChoice } from '../core';
import { check } from './check';
import { ancestorOf } from './compare';
import type { Document } from './document';
import { renderedFiles } from './rendered';
import { type Settings, settingValue } from './settings';

/** What the status item and the menus are told of a document. */
export interface Status {
  readonly language: Document['language']['name'];
  readonly what: string;
  readonly description: string;
  readonly targets: readonly { readonly setting: string; readonly label: string; readonly value: string }[];
  readonly can: readonly ('diff' | 'showDefault' | 'showRendered' | 'harden' | 'ask' | 'observe' | 'rebase')[];
  readonly ownLanguageId?: string;
  readonly question?: string;
  readonly exampleQuery?: string;
}

export function statusOf(document: Document, context: Context, settings: Settings): Status {
  const { language } = document;
  const regions = [...document.regions].sort((a, b) => Number(b.language === language) - Number(a.language === language));
  const main = regions.find((region) => region.language.describe?.(region.part, context)) ?? regions[0];
  const comparable = regions.some((region) => region.language.baseline?.(region.part, context));
  const some = (feature: keyof Language) => regions.some((region) => region.language[feature] !== undefined);
  const can = [
    ...(comparable && some('diff') ? (['diff'] as const) : []),
    ...(comparable ? (['showDefault'] as const) : []),
    ...(renderedFiles(document, context).length ? (['showRendered'] as const) : []),
    ...(some('actions') || check(document, context, { rules: settings.rules }).length ? (['harden'] as const) : []),
    ...(some('explain') ? (['ask'] as const) : []),
    ...(some('fromObservation') ? (['observe'] as const) : []),
    ...(ancestorOf(document, context) !== undefined ? (['rebase'] as const) : []),
  ];
  const exampleQuery = main?.language.exampleQuery?.(main.part);
  const judged = language.judgedFor?.(context);
  return {
    language: language.name,
    what: language.title,
    description: main?.language.describe?.(main.part, context) ?? '',
    targets: (language.targets ?? []).map((target) => ({
      setting: target.setting,
      label: target.label,
      value: judged?.setting === target.setting ? (judged.problem ?? judged.reader) : settingValue(settings, target.setting),
    })),
    can,
    ...(language.ownLanguageId && { ownLanguageId: language.ownLanguageId }),
    ...(language.question && { question: language.question }),
    ...(exampleQuery && { exampleQuery }),
  };
}

/** Values that a setting may have for the document's language besides those that the manifest lists. */
export const settingValues = ({ language }: Document, setting: string): readonly SettingChoice[] =>
  language.targets?.find((target) => target.setting === setting)?.more?.() ?? [];
