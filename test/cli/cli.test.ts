import { chmodSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, root, useFolder } from './folder';

useFolder();

describe('check', () => {
  it('prints place, sentence, source line with caret, code and summary', () => {
    const { stdout, status } = confine(['check', 'pods']);
    expect(stdout).toMatch(/^pods\/web\.yaml:10:21 warning .*privileged.* \[pod\/privileged\]$/m);
    expect(stdout).toMatch(/^10 \| {9}privileged: true # the device\n {3}\| {21}\^\^\^\^$/m);
    expect(stdout).toMatch(/1 file checked: .*warning/);
    expect(stdout).not.toContain('\u001b[');
    expect(status).toBe(0);
  });
  it('lists hints only when they are asked for', () => {
    expect(confine(['check', 'pods']).stdout).not.toContain('hint');
    const quiet = confine(['check', '--preset', 'strict', 'pods']).stdout;
    expect(quiet).toMatch(/, \d+ hints \(--show hint lists all\)$/m);
    expect(quiet).not.toContain('[pod/writable-root]');
    for (const option of ['--show', '--fail-on']) {
      const whole = confine(['check', option, 'hint', 'pods']).stdout;
      expect(whole).toMatch(/ hint .* \[pod\/writable-root\]$/m);
      expect(whole).toMatch(/ hints$/m);
    }
    expect(confine(['check', '--show', 'error', 'pods']).stdout).toMatch(/^1 file checked: /);
  });
  it('looks behind a byte order mark, and into no ring of folders', () => {
    put('odd names/ünï/bom.yaml', `\uFEFF${privileged}`);
    put('odd names/empty.yaml', '');
    symlinkSync('..', path.join(folder, 'odd names/ring'));
    const { stdout, status } = confine(['check', 'odd names', 'odd names/empty.yaml']);
    expect(stdout).toMatch(/^odd names\/ünï\/bom\.yaml:10:21 warning/m);
    expect(stdout).toMatch(/^1 file checked, 1 skipped: /m);
    expect(status).toBe(0);
  });
  it('says why a named file was not checked', () => {
    const { stdout, stderr, status } = confine(['check', 'pods/notes.yaml']);
    expect(stdout).toBe('0 files checked, 1 skipped: no findings\n');
    expect(stderr).toMatch(/^confine: pods\/notes\.yaml: not checked: .*--language .*\n$/);
    expect(status).toBe(0);
    expect(confine(['check', '--strict', 'pods/notes.yaml']).status).toBe(2);
    expect(confine(['check', '--strict', 'pods']).stderr).toBe('');
  });
  it('counts as checked only what was', () => {
    put('kinds/map.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n');
    put('kinds/web.yaml', privileged);
    put('kinds/template.yaml', privileged.replace('name: a', 'name: {{ .Release.Name }}'));
    put('kinds/compose.yaml', 'services:\n  web:\n    image: registry.example/app:1\n');
    expect(confine(['check', 'kinds']).stdout).toMatch(/^2 files checked, 1 read in part, 2 recognized but not checked: /m);
    const report = JSON.parse(confine(['check', '--format', 'json', 'kinds']).stdout);
    const rows = report.files.map((file: { path: string; language: string | null; skipped?: string; partial?: string }) => [
      file.path,
      file.language,
      file.skipped !== undefined,
      file.partial !== undefined,
    ]);
    expect(rows).toEqual([
      ['kinds/compose.yaml', null, true, false],
      ['kinds/map.yaml', null, true, false],
      ['kinds/template.yaml', 'pod', false, true],
      ['kinds/web.yaml', 'pod', false, false],
    ]);
    const [run] = JSON.parse(confine(['check', '--format', 'sarif', 'kinds']).stdout).runs;
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(3);
    expect(confine(['check', '--strict', 'kinds/template.yaml']).status).toBe(2);
    expect(confine(['check', '--strict', 'kinds/web.yaml']).status).toBe(0);
  });
  it('names the language of what is embedded', () => {
    put('map.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  web: |\n    profile web {\n      /etc/x r\n    }\n');
    const report = JSON.parse(confine(['check', '--format', 'json', 'map.yaml']).stdout);
    expect(report.files[0].language).toBe('pod');
    const missing = report.files[0].findings.find(({ code }: { code: string }) => code === 'apparmor/missing-comma');
    expect(missing).toMatchObject({ language: 'apparmor', range: { start: { line: 6 } } });
  });
  it('searches folders for notes in Markdown where the setting says so, and counts those with a block of ours', () => {
    put('notes/profile.md', '# Profile\n\n```apparmor\nprofile web {\n  /etc/x r\n}\n```\n');
    put('notes/other.md', '# Nothing of ours\n\n```js\n{}\n```\n');
    put('notes/markdown.yaml', 'markdown: true\n');
    const filesOf = (...args: string[]) => JSON.parse(confine(['check', '--format', 'json', ...args, 'notes']).stdout).files;
    const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path).filter((path) => path.endsWith('.md'));
    expect(paths(filesOf())).toEqual([]);
    const found = filesOf('--config', 'notes/markdown.yaml');
    expect(paths(found)).toEqual(['notes/profile.md']);
    expect(found.at(-1).findings.map(({ code }: { code: string }) => code)).toContain('apparmor/missing-comma');
  });
  it('fails from the severity that was asked for', () => {
    expect(confine(['check', '--fail-on', 'warning', 'pods']).status).toBe(1);
    expect(confine(['check', '--fail-on', 'never', 'broken.apparmor']).status).toBe(0);
    expect(confine(['check', 'broken.apparmor']).status).toBe(1);
  });
  it('makes what an enforced level refuses an error', () => {
    const { stdout, status } = confine(['check', '--pod-security', 'baseline', '--format', 'json', 'pods']);
    const [file] = JSON.parse(stdout).files;
    expect(file.language).toBe('pod');
    expect(file.findings.find((finding: { code: string }) => finding.code === 'pod/privileged')).toMatchObject({
      severity: 'error',
      range: { start: { line: 9, character: 20 }, end: { line: 9, character: 24 } },
      standard: { level: 'baseline', control: 'privileged' },
      help: 'docs/rules/pod/privileged.md',
    });
    expect(status).toBe(1);
  });
  it('asks about admission where a level is given: what only the kubelet refuses is a warning then', () => {
    const never = privileged.replace('privileged: true # the device', 'runAsNonRoot: true\n        runAsUser: 0');
    const severity = (...args: string[]) =>
      JSON.parse(confine(['check', '--format', 'json', ...args, '-'], never).stdout).files[0].findings.find(
        (finding: { code: string }) => finding.code === 'pod/non-root-as-root',
      ).severity;
    expect(severity()).toBe('error');
    expect(severity('--pod-security', 'privileged')).toBe('warning');
  });
  it('reads standard input and lists of files', () => {
    expect(confine(['check', '--language', 'pod', '-'], privileged).stdout).toContain('-:10:21 warning');
    const answer = JSON.parse(confine(['check', '--format', 'json', '--files-from', '-'], 'pods/web.yaml\npods/notes.yaml\n').stdout);
    expect(answer.files.map((file: { path: string; language: string | null }) => [file.path, file.language])).toEqual([
      ['pods/web.yaml', 'pod'],
      ['pods/notes.yaml', null],
    ]);
  });
  it('writes SARIF that its schema accepts', () => {
    const { stdout } = confine(['check', '--format', 'sarif', '.']);
    const log = JSON.parse(stdout);
    const schema = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    );
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
    // The schema is of draft 4, where `id` names it; the rest reads the same in draft 7.
    const { $schema: _, id: __, ...rest } = schema;
    const validate = ajv.compile(rest);
    expect(validate(log), ajv.errorsText(validate.errors)).toBe(true);
    expect(log.runs[0].results.length).toBeGreaterThan(2);
    expect(
      log.runs[0].results.every(
        (result: { ruleId: string; ruleIndex: number }) => log.runs[0].tool.driver.rules[result.ruleIndex].id === result.ruleId,
      ),
    ).toBe(true);
  });
  it('writes annotations for GitHub', () => {
    expect(confine(['check', '--format', 'github', 'pods']).stdout).toMatch(
      /^::warning file=pods\/web\.yaml,line=10,endLine=10,col=21,endColumn=25,title=pod\/privileged::/m,
    );
  });
  it('writes lines that the problem matcher of the extension reads', () => {
    const { problemMatchers } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).contributes;
    const [{ pattern }] = problemMatchers;
    const files = ['pods', 'broken.apparmor', 'seccomp', 'odd names/ünï/bom.yaml'];
    const matches = confine(['check', '--show', 'hint', ...files])
      .stdout.split('\n')
      .flatMap((line) => new RegExp(pattern.regexp).exec(line) ?? []);
    const read = [];
    for (let i = 0; i < matches.length; i += 7) {
      const at = (group: string) => matches[i + pattern[group]] as string;
      read.push([at('file'), Number(at('line')), Number(at('column')), at('severity'), at('message'), at('code')]);
    }
    const report = JSON.parse(confine(['check', '--format', 'json', '--preset', 'strict', ...files]).stdout);
    const wanted = report.files.flatMap(
      (file: {
        path: string;
        findings: { code: string; severity: string; message: string; range: { start: { line: number; character: number } } }[];
      }) =>
        file.findings.map(({ code, severity, message, range: { start } }) => [
          file.path,
          start.line + 1,
          start.character + 1,
          severity.slice(0, severity === 'information' ? 4 : undefined),
          message,
          code,
        ]),
    );
    expect(read).toEqual(wanted);
    expect(new Set(wanted.map(([, , , severity]: string[]) => severity)).size).toBeGreaterThan(2);
  });
  it('takes settings from .confine.yaml', () => {
    put('quiet/.confine.yaml', 'confine.rules:\n  pod/privileged: off\n');
    put('quiet/web.yaml', privileged);
    expect(confine(['check', 'web.yaml'], undefined, 'quiet').stdout).not.toContain('pod/privileged');
  });
});

describe('settings that say nothing', () => {
  it.each([
    ['kubernets.version: latest', 'there is no setting kubernets.version; did you mean kubernetes.version?'],
    ['kubernetes: { verzion: latest }', 'there is no setting kubernetes.verzion; did you mean kubernetes.version?'],
    ['rules: { pod/privilegd: off }', 'there is no rule pod/privilegd; did you mean pod/privileged?'],
    ['rules: { pod/privileged: none }', 'rules: pod/privileged takes off, hint, information, warning, error, not "none"'],
    ['target: dokcer', 'confine.target: "dokcer" is not a runtime, or a runtime and a release: docker, containerd, podman, cri-o, docker@'],
    ['rules: [', 'is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1'],
  ])('%s', (line, message) => {
    put('unsaid.yaml', line);
    const { stderr, status } = confine(['check', '--config', 'unsaid.yaml', 'pods']);
    expect(stderr).toContain(`confine: unsaid.yaml${message.startsWith('is') ? ' ' : ': '}${message}`);
    expect(status).toBe(2);
  });
  it('numbers are read as they are written', () => {
    put('minor.yaml', 'kubernetes.version: 1.30\nkernel: 5.10\npodSecurity.level: restricted\n');
    expect(confine(['check', '--config', 'minor.yaml', 'pods']).stdout).toContain('restricted:v1.30');
  });
  it.each([
    ['--kernel', 'new', 'is not a line of Linux releases'],
    ['--kubernetes', 'banana', 'is not a version of Kubernetes'],
    ['--capabilities', 'NET RAW', 'is not a value that this setting takes'],
  ])('%s %s', (option, value, message) => {
    const { stderr, status } = confine(['check', option, value, 'pods']);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('files that cannot be read', () => {
  it('are told one by one, and the rest is checked', () => {
    put('odd/latin.json', Buffer.from([0x7b, 0xe9, 0x7d]));
    put('odd/binary.json', Buffer.from([0, 1, 2, 3]));
    put('odd/empty.json', '');
    put('odd/huge.json', '{');
    truncateSync(path.join(folder, 'odd/huge.json'), 50 * 1024 * 1024);
    put('odd/web.yaml', privileged);
    const { stdout, stderr, status } = confine(['check', 'odd', 'missing.yaml']);
    expect(stderr.split('\n').filter(Boolean)).toEqual([
      'confine: odd/binary.json: is a binary file',
      'confine: odd/huge.json: is larger than 8 MB and is not checked',
      'confine: odd/latin.json: is not UTF-8 text',
      'confine: missing.yaml: does not exist',
    ]);
    expect(stdout).toContain('odd/web.yaml:10:21');
    expect(status).toBe(2);
  });
  it('are not those of AppArmor in another encoding, which are judged and never written', () => {
    const bytes = Buffer.from('# caf\xe9\nprofile web /bin/web {\n  /a r\n}\n', 'latin1');
    put('latin/web.aa', bytes);
    const { stdout, status } = confine(['check', 'latin/web.aa']);
    expect(stdout).toContain('latin/web.aa:3:');
    expect(status).toBe(1);
    expect(confine(['fix', 'latin/web.aa']).stderr).toContain('is not UTF-8 text');
    expect(readFileSync(path.join(folder, 'latin/web.aa')).equals(bytes)).toBe(true);
  });
  it.skipIf(process.getuid?.() === 0)('includes folders without permission', () => {
    put('closed/web.yaml', privileged);
    chmodSync(path.join(folder, 'closed'), 0o000);
    const { stderr, stdout, status } = confine(['check', 'closed', 'pods']);
    chmodSync(path.join(folder, 'closed'), 0o755);
    expect(stderr).toContain('confine: closed: may not be read');
    expect(stdout).toContain('pods/web.yaml:10:21');
    expect(status).toBe(2);
  });
});

describe('the other commands', () => {
  it('diff tells what the file means against the default', () => {
    const { stdout } = confine(['diff', 'pods/web.yaml']);
    expect(stdout).toMatch(/^Permits more \(3\)$/m);
    expect(stdout).toMatch(/privileged/);
    expect(JSON.parse(confine(['diff', '--format', 'json', 'pods/web.yaml']).stdout).changes.length).toBeGreaterThan(0);
    expect(confine(['diff', 'pods/web.yaml', 'pods/web.yaml']).stdout).toContain('means the same as');
  });
  it('diff names documents that only one side has', () => {
    put('pods/two.yaml', `${privileged}---\n${privileged.replace('name: web', 'name: more')}`);
    expect(confine(['diff', 'pods/web.yaml', 'pods/two.yaml']).stdout).toMatch(/^ {2}~ Pod more: not there → there$/m);
    expect(confine(['diff', 'pods/two.yaml', 'pods/web.yaml']).stdout).toMatch(/^ {2}~ Pod more: there → not there$/m);
  });
  it('rules lists and explains', () => {
    expect(confine(['rules']).stdout).toMatch(/^pod\/privileged +warning/m);
    expect(confine(['rules', 'pod/privileged']).stdout).toBe(readFileSync(path.join(root, 'docs/rules/pod/privileged.md'), 'utf8'));
  });
  it('explain names the decision and the place', () => {
    const { stdout } = confine(['explain', 'pods/web.yaml', 'app']);
    expect(stdout).toContain('privileged');
    expect(stdout).toContain('pods/web.yaml:');
  });
  it('explain asks a policy about the images of the workspace', () => {
    put(
      'containers/policy.json',
      '{\n  "default": [{ "type": "reject" }],\n  "transports": { "docker": { "registry.example": [{ "type": "insecureAcceptAnything" }] } }\n}\n',
    );
    const { stdout } = confine(['explain', '--workspace', 'containers/policy.json']);
    expect(stdout).toMatch(
      /^IMAGE +VERDICT +DECIDED BY +LINE\nregistry\.example\/app:1 +accepted unchecked +docker registry\.example +3\n$/,
    );
    const [line, ...others] = confine(['explain', '--workspace', '--format', 'json', 'containers/policy.json']).stdout.trim().split('\n');
    expect(others).toEqual([]);
    expect(JSON.parse(line as string)).toMatchObject({
      query: 'registry.example/app:1',
      scope: 'registry.example',
      by: { range: { start: { line: 2 } } },
    });
    expect(confine(['explain', '--workspace', 'pods/web.yaml']).status).toBe(2);
  });

  it('explains a container with the configuration of its node', () => {
    put('nodes/crio/crio.conf', '[crio.runtime]\nread_only = true\n');
    const { stdout } = confine(['explain', '--workspace', 'pods/web.yaml', 'app']);
    expect(stdout).toContain('read_only in crio.conf');
  });
});
