import { span } from '../../../core';
import { refusal, remove } from './refusal';

export const mountArrow = refusal({
  code: 'apparmor/mount-arrow',
  title: 'remount or umount with an arrow',
  why: `remount and umount name the mount point only, without \`->\`.`,
  example: { bad: 'profile web {\n  umount -> /mnt/,\n}\n', good: 'profile web {\n  umount /mnt/,\n}\n' },
  message: ({ verb }) => `${verb} names a mount point only, without an arrow.`,
  fixes: (place, _, part) => {
    const blanks = /^[ \t]*/.exec(part.text.slice(place.end))?.[0].length ?? 0;
    return [remove(span(place.start, place.end + blanks), 'Remove the arrow')];
  },
});
