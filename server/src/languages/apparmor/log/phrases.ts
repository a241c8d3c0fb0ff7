/** `a, b and 4 more rules`: so many of a list, and how many more there are. */
export function listed(texts: readonly string[], most: number): string {
  const shown = texts.slice(0, most);
  const rest = texts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more ${rest === 1 ? 'rule' : 'rules'}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
