// Presses keys in the page of the served VS Code, as somebody who types at one speed.

/**
 * `keys` are signs and names of keys; `pace` is the time in milliseconds from one key to the next. `hesitation` comes before Enter on top of it:
 * in that time a list can open that Enter would take an item from.
 */
export async function pressKeys(page, keys, pace, hesitation) {
  let due = performance.now();
  for (const key of keys) {
    if (key === 'Enter') due += hesitation;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    due = Math.max(due, performance.now() - pace) + pace;
    await (key.length === 1 ? page.keyboard.press(key === ' ' ? 'Space' : key) : page.keyboard.press(key));
  }
}
