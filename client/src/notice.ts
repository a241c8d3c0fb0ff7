/** Text of files in a notification, where VS Code makes a link of `[…](…)`, to commands too. */
export const inNotice = (text: string): string => text.replaceAll('](', '] (');
