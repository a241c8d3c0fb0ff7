import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  type Context,
  defaultContext,
  editsOf,
  type Fact,
  type Fix,
  memoryFiles,
  remembered,
} from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { replaceableIn } from '../../../../server/src/languages/apparmor/meaning/replaceable';
import { asked, type Files, repeated } from './conventionFindings';
import { open } from './helpers';

describe('the convention abstractions', () => {
  const files: Files = {
    'tunables/global': '@{HOME}=/home/*/ /root/\n',
    'abstractions/fonts': '/usr/share/fonts/{,**} r,\n/etc/fonts/** r,\nowner @{HOME}/.fonts/** r,\n',
    'abstractions/desktop': 'include <abstractions/fonts>\n/usr/share/icons/** r,\n/usr/share/themes/** r,\n',
    'abstractions/resolver': '/etc/hosts r,\n/etc/resolv.conf r,\nnetwork inet dgram,\nunix (connect) type=stream,\n',
  };
  const fonts = ['/usr/share/fonts/** r', '/etc/fonts/** r'];
  const using = (rules: readonly string[], head = 'include <tunables/global>\n') =>
    `${head}profile web {\n${rules.map((rule) => `  ${rule}${rule.startsWith('include') ? '' : ','}\n`).join('')}}\n`;
  const messages = async (text: string, facts: readonly Fact[], more: Files = {}) => {
    const context = { ...asked('abstractions'), facts };
    const part = await open(text, { ...files, ...more }, 'apparmor.d/web', context);
    const rule = apparmor.rules.find(({ code }) => code === 'apparmor/convention-abstractions');
    return [...(rule?.check(part, context) ?? [])];
  };
  const named = async (text: string, facts: readonly Fact[], more: Files = {}) =>
    (await messages(text, facts, more)).map(({ message }) => /<(.*?)>/.exec(message)?.[1]);

  it('names the one that opens least, says what else it opens, and replaces the rules only where a person chooses it', async () => {
    const text = using(['include <abstractions/base>', '/srv/web/** r', ...fonts]);
    const [report, ...more] = await messages(text, repeated(fonts, 4));
    expect(more).toEqual([]);
    expect(report?.message).toBe(
      '`include <abstractions/fonts>` allows 2 rules of this profile that 4 or more other profiles repeat, and opens `/usr/share/fonts/{,**} r` and `owner @{HOME}/.fonts/** r`.',
    );
    expect(text.slice(report?.span.start, report?.span.end)).toBe('/usr/share/fonts/** r,');
    const [fix] = report?.cure?.() ?? [];
    expect([fix?.safe, fix?.manual, fix?.title]).toEqual([
      false,
      true,
      'Replace 2 rules by include <abstractions/fonts>, which allows more…',
    ]);
    const after = applyEdits(text, editsOf(fix as Fix));
    expect(after).toBe(using(['include <abstractions/base>', 'include <abstractions/fonts>', '/srv/web/** r']));
    expect(await named(after, repeated(fonts, 4))).toEqual([]);
  });

  it('compares files and capabilities by what is allowed, other kinds word for word', async () => {
    const rules = ['/etc/hosts r', 'network inet dgram', 'unix connect type=stream'];
    expect(await named(using(rules.slice(0, 2)), repeated(rules))).toEqual(['abstractions/resolver']);
    expect(await named(using(['/etc/hosts r', 'unix connect type=stream']), repeated(rules))).toEqual([]);
    expect(
      await named(using(['/etc/hosts r', '/etc/{resolv,nothing}.conf r']), repeated(['/etc/hosts r', '/etc/{resolv,nothing}.conf r'])),
    ).toEqual([]);
  });

  it.each<[string, string, readonly string[], Files?]>([
    ['fewer than two other profiles have them', using(fonts), []],
    ['one rule alone is repeated', using(fonts), fonts.slice(1)],
    ['the profile includes it already', using(['include <abstractions/desktop>', ...fonts]), fonts],
    [
      'a rule says more than the abstraction',
      using(['/usr/share/fonts/** rw', '/etc/fonts/** r']),
      ['/usr/share/fonts/** rw', '/etc/fonts/** r'],
    ],
    ['its variables are not there', using(fonts, ''), fonts],
    ['a variable means something else', using(fonts, '@{HOME}=/data/home/*/\n'), fonts],
    [
      'it denies one of the rules',
      using(fonts),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\ndeny /etc/fonts/secret r,\ndeny /etc/fonts/** r,\n' },
    ],
    [
      'it opens a capability',
      using(fonts),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\ncapability sys_admin,\n' },
    ],
    ['it opens what a reviewer would stop at', using(fonts), fonts, { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/** rw,\n' }],
    [
      'it runs a program otherwise',
      using([...fonts, '/usr/bin/fc-cache Px']),
      fonts,
      { 'abstractions/fonts': '/usr/share/fonts/** r,\n/etc/fonts/** r,\n/usr/bin/fc-cache ix,\n' },
    ],
    [
      'it opens far more than it replaces',
      using(fonts),
      fonts,
      {
        'abstractions/fonts': [...fonts, ...Array.from({ length: 21 }, (_, i) => `/srv/fonts${i}/** r`)]
          .map((rule) => `${rule},\n`)
          .join(''),
      },
    ],
    ['several files say the same', using(fonts), fonts, { 'abstractions/other': '/usr/share/fonts/** r,\n/etc/fonts/** r,\n/srv/** r,\n' }],
  ])('reports nothing where %s', async (_, text, rules, more = {}) => {
    expect(await named(text, rules.length === 0 ? repeated(fonts, 1) : repeated(rules), more)).toEqual([]);
  });

  it('leaves the profile itself out, wherever the index has it', async () => {
    const own = repeated(fonts, 2).map((fact) => ({ ...fact, name: 'web' }));
    expect(await named(using(fonts), [...own, ...repeated(fonts, 1)])).toEqual([]);
    expect(await named(using(fonts), [...own, ...repeated(fonts, 2)])).toEqual(['abstractions/fonts']);
  });

  it('keeps comments, and rules that share a line', async () => {
    const text =
      'include <tunables/global>\nprofile web { # Site.\n  # Fonts.\n  /usr/share/fonts/** r, # shared\n  /etc/fonts/** r, /srv/** r,\n}\n';
    const [report] = await messages(text, repeated(fonts));
    expect(applyEdits(text, editsOf(report?.cure?.()[0] as Fix))).toBe(
      'include <tunables/global>\nprofile web { # Site.\n  include <abstractions/fonts>\n  # Fonts.\n   # shared\n   /srv/** r,\n}\n',
    );
  });

  it('states rules only where the convention is on', async () => {
    const part = await open(using(['/etc/fonts/**   r', 'deny /x w']));
    const stated = (context: Context) => apparmor.facts!(part, () => context).filter(({ kind }) => kind === 'apparmor-rules');
    expect(stated(defaultContext)).toEqual([]);
    expect(stated(asked('abstractions')).map(({ name, detail }) => [name, detail])).toEqual([['web', '/etc/fonts/** r\ndeny /x w']]);
  });

  it('reads the library once for all profiles, and compares only what others repeat', async () => {
    const library = (more: number): Files => ({
      ...files,
      ...Object.fromEntries(
        Array.from({ length: more }, (_, i) => [`abstractions/more${i}`, `/opt/more${i}/** r,\n/opt/more${i}/** w,\n`]),
      ),
    });
    const own = Array.from({ length: 500 }, (_, i) => `/srv/site${i}/** r`);
    const compared = async (more: number, rules: readonly string[]) => {
      const context = { ...asked('abstractions'), facts: repeated(fonts) };
      const part = await open(using(rules), library(more), 'apparmor.d/web', context);
      return replaceableIn(part, context.facts).compared;
    };
    const few = await compared(0, fonts);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(2000);
    expect(await compared(300, fonts)).toBe(few);
    expect(await compared(300, [...own, ...fonts])).toBe(few);

    const reads = new Map<string, number>();
    const disk = memoryFiles(
      Object.fromEntries(Object.entries(library(50)).map(([name, text]) => [`file:///etc/apparmor.d/${name}`, text])),
    );
    const counted = remembered({
      ...disk,
      read(uri) {
        reads.set(uri, (reads.get(uri) ?? 0) + 1);
        return disk.read(uri);
      },
    });
    const libraries = new Set<unknown>();
    for (let i = 0; i < 40; i++) {
      const source = { uri: `file:///etc/apparmor.d/web${i}`, languageId: 'apparmor', version: 1, text: using(fonts) };
      const loaded = await apparmor.load(source, {
        files: counted,
        includeFolders: ['file:///etc/apparmor.d'],
        context: asked('abstractions'),
      });
      libraries.add(loaded.parts[0]?.part.library);
    }
    expect(libraries.size).toBe(1);
    expect(reads.get('file:///etc/apparmor.d/abstractions/more7')).toBe(1);
  });

  it('reads the library again where files can change, and keeps what is the same', async () => {
    const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///etc/apparmor.d/${name}`, text]));
    const around = { files: memoryFiles(texts), includeFolders: ['file:///etc/apparmor.d'], context: asked('abstractions') };
    const source = { uri: 'file:///etc/apparmor.d/web', languageId: 'apparmor', version: 1, text: using(fonts) };
    const library = async () => (await apparmor.load(source, around)).parts[0]?.part.library;
    const first = await library();
    expect(await library()).toBe(first);
    texts['file:///etc/apparmor.d/abstractions/fonts'] += '/srv/fonts/** r,\n';
    const second = await library();
    expect(second).not.toBe(first);
    texts['file:///etc/apparmor.d/abstractions/new'] = '/srv/new r,\n';
    expect(await library()).not.toBe(second);
    expect((await apparmor.load(source, around)).reads).toContain('file:///etc/apparmor.d/abstractions/');
  });
});
