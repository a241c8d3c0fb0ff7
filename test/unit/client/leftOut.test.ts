import { expect, it, vi } from 'vitest';
import { createLeftOut } from '../../../client/src/leftOut';

it('takes a file once, and tells of each change', () => {
  const leftOut = createLeftOut();
  const listener = vi.fn();
  leftOut.onChange(listener);
  expect(leftOut.add({ uri: 'file:///a' })).toBe(true);
  expect(leftOut.add({ uri: 'file:///a' })).toBe(false);
  expect(leftOut.add({ uri: 'file:///b' })).toBe(true);
  expect(leftOut.files).toEqual([{ uri: 'file:///a' }, { uri: 'file:///b' }]);
  leftOut.remove('file:///a');
  leftOut.remove('file:///a');
  expect(leftOut.files).toEqual([{ uri: 'file:///b' }]);
  expect(listener).toHaveBeenCalledTimes(3);
  expect(leftOut.add({ uri: 'file:///a' })).toBe(true);
});
