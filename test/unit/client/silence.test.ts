import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSilence } from '../../../client/src/silence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells of ten seconds without a beat, once', () => {
  const onSilence = vi.fn();
  const watch = watchSilence(10, onSilence);
  watch.beat();
  for (let second = 0; second < 30; second++) {
    vi.advanceTimersByTime(1000);
    watch.beat();
  }
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledTimes(1);
});

it('begins with the first beat, however long the start takes', () => {
  const onSilence = vi.fn();
  const watch = watchSilence(10, onSilence);
  vi.advanceTimersByTime(600_000);
  expect(onSilence).not.toHaveBeenCalled();
  watch.beat();
  vi.advanceTimersByTime(11_000);
  expect(onSilence).toHaveBeenCalledTimes(1);
});

it('is not misled by a clock that jumps, as after sleep', () => {
  const onSilence = vi.fn();
  const watch = watchSilence(10, onSilence);
  watch.beat();
  vi.setSystemTime(Date.now() + 8 * 3600_000);
  vi.advanceTimersByTime(1000);
  expect(onSilence).not.toHaveBeenCalled();
  watch.stop();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
});
