import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { cursor, open } from './helpers';

async function typed(marked: string, character: string) {
  const { text, offset } = cursor(marked);
  return applyEdits(text, apparmor.formatOnType!(await open(text), offset, character, { indent: '  ' }));
}

describe('a closing brace', () => {
  it.each([
    ['goes below the line of its profile', 'profile a {\n  /a r,\n    }|\n', 'profile a {\n  /a r,\n}\n'],
    ['of a hat', 'profile a {\n  ^b {\n    /a r,\n    }|\n}\n', 'profile a {\n  ^b {\n    /a r,\n  }\n}\n'],
    ['keeps tabs', 'profile a {\n\t^b {\n\t\t/a r,\n\t\t}|\n}\n', 'profile a {\n\t^b {\n\t\t/a r,\n\t}\n}\n'],
    ['where an outer block is still open', 'profile a {\n  if true {\n    /a r,\n    }|\n', 'profile a {\n  if true {\n    /a r,\n  }\n'],
    ['behind a rule stays', 'profile a {\n  /a r, }|\n', 'profile a {\n  /a r, }\n'],
    ['of a path stays', 'profile a {\n      /{a,b}| r,\n}\n', 'profile a {\n      /{a,b} r,\n}\n'],
    ['of a variable stays', 'profile a {\n      @{HOME}|\n}\n', 'profile a {\n      @{HOME}\n}\n'],
    ['too many stays', '    }|\n', '    }\n'],
    ['leaves the rules as they are', 'profile a {\n /a   r,\n  }|\n', 'profile a {\n /a   r,\n}\n'],
  ])('%s', async (_, before, after) => {
    expect(await typed(before, '}')).toBe(after);
  });
});

describe('a new line', () => {
  it.each([
    ['behind a brace goes in', 'profile a {\n|\n}\n', 'profile a {\n  \n}\n'],
    ['behind a brace of an unfinished profile', 'profile a {\n|', 'profile a {\n  '],
    ['before a closing brace goes out', 'profile a {\n  |}\n', 'profile a {\n}\n'],
    [
      'behind the comma of a long rule goes back',
      'profile a {\n  dbus send\n      bus=session,\n      |\n}\n',
      'profile a {\n  dbus send\n      bus=session,\n  \n}\n',
    ],
    ['behind a rule keeps what the editor did', 'profile a {\n    /a r,\n    |\n}\n', 'profile a {\n    /a r,\n    \n}\n'],
    ['behind a rule without comma keeps it', 'profile a {\n  /a r\n   |\n}\n', 'profile a {\n  /a r\n   \n}\n'],
    ['behind a comment with a brace keeps it', 'profile a {\n  # {\n  |\n}\n', 'profile a {\n  # {\n  \n}\n'],
    ['after an empty line keeps it', 'profile a {\n\n |\n}\n', 'profile a {\n\n \n}\n'],
    ['at the start of the file', '\n|', '\n'],
  ])('%s', async (_, before, after) => {
    expect(await typed(before, '\n')).toBe(after);
  });
});
