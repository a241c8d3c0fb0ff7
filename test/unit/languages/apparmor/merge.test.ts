import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

async function merged(...texts: string[]) {
  const parts = await Promise.all(texts.map((text) => open(text)));
  const result = apparmor.merge!(parts, undefined, defaultContext);
  if (typeof result === 'string') throw new Error(result);
  // What any file allows, the result allows.
  for (const part of parts) {
    const lost = apparmor.diff!(part, result.part, defaultContext).filter(({ direction }) => direction === 'tightened');
    expect(lost.map(({ subject, after }) => `${subject} ${after}`)).toEqual([]);
  }
  return { text: result.part.text, remarks: result.remarks };
}

const head = 'abi <abi/4.0>,\n\ninclude <tunables/global>\n\n';

describe('merging profiles', () => {
  it('adds what the first does not cover, before its local include, and keeps the rest as it is', async () => {
    const a = `${head}# about web\nprofile web /usr/bin/web {\n  /srv/** r, # all of it\n  network inet stream,\n\n  include if exists <local/web>\n}\n`;
    const b = `${head}profile web /usr/bin/web {\n  /srv/www/x r,\n  /etc/web.conf r,\n  owner /srv/www/y w,\n  network inet,\n}\n`;
    const { text, remarks } = await merged(a, b);
    expect(text).toBe(a.replace('  include if', '  /etc/web.conf r,\n  owner /srv/www/y w,\n  network inet,\n  include if'));
    expect(remarks.join()).toContain('3 rules and 0 profiles added');
  });

  it('adds profiles, includes and values of variables', async () => {
    const a = '@{dirs} = /a\n\nprofile web {\n  @{dirs}/x r,\n}\n';
    const b = 'include <tunables/own>\n@{dirs} = /b\n\nprofile other {\n  /c r,\n}\n';
    expect((await merged(a, b)).text).toBe(
      '@{dirs} = /a\n\ninclude <tunables/own>\n@{dirs} += /b\n\nprofile web {\n  @{dirs}/x r,\n}\n\nprofile other {\n  /c r,\n}\n',
    );
  });

  it('of three files, in their order, and twice the same changes nothing', async () => {
    const of = (path: string) => `profile web {\n  ${path} r,\n}\n`;
    expect((await merged(of('/a'), of('/b'), of('/c'))).text).toBe('profile web {\n  /a r,\n  /b r,\n  /c r,\n}\n');
    expect((await merged(of('/a'), of('/a'))).text).toBe(of('/a'));
  });

  it('merges hats and children by name, at every depth', async () => {
    const a = [
      'profile web {',
      '  ^upload {',
      '    /up/* rw,',
      '    profile deep {',
      '      /x r,',
      '    }',
      '  }',
      '  profile "my child" {',
      '    /c r,',
      '  }',
      '}',
      '',
    ].join('\n');
    const b =
      'profile web {\n  hat upload {\n    /up/a r,\n    /o r,\n    profile deep {\n      /y r,\n    }\n  }\n  profile "my child" {\n    /d r,\n  }\n  profile new {\n    /n r,\n  }\n}\n';
    const { text, remarks } = await merged(a, b);
    expect(text).toBe(
      a
        .replace('      /x r,\n    }\n', '      /x r,\n      /y r,\n    }\n    /o r,\n')
        .replace('    /c r,\n  }\n', '    /c r,\n    /d r,\n  }\n  profile new {\n    /n r,\n  }\n'),
    );
    expect(remarks.join()).toContain('4 rules and 0 profiles added');
    expect((await merged(text, b)).text).toBe(text);
  });

  it('says what stays denied, and that there is no intersection', async () => {
    const [a, b] = [await open('profile web {\n  deny /a rw,\n}\n'), await open('profile web {\n  /a r,\n}\n')];
    const result = apparmor.merge!([a, b], undefined, defaultContext);
    expect(typeof result === 'string' ? [] : result.remarks.join('\n')).toContain('`/a r` stays denied: a deny rule of `web` covers it.');
    expect(apparmor.merge!([a, b], 'intersect', defaultContext)).toContain('--intersect');
  });
});
