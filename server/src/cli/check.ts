import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { counted, Work, workLimits, worst } from '../core';
import { faultOf } from '../disk';
import {
  type CheckedFile,
  findingsAsJson,
  findingsAsSarif,
  findingsAsText,
  findingsForGithub,
  findingsForGitlab,
  isListed,
  type KnownFindings,
  newFindings,
  readBaseline,
} from '../report';
import { allRules, type Checked, check, coverageOf, excluded, fixTitles, languageNames, loadLanguages, pageOf } from '../service';
import { inputsWithValues } from './chartValues';
import { costsOneFile, type Invocation, paint, read } from './documents';
import { inputsOf, sourceOf } from './inputs';
import { Told, UsageError } from './options';

export async function checkFiles(all: Invocation): Promise<number> {
  const { options, settings, context } = all;
  const files: CheckedFile[] = [];
  let incomplete = false;
  const readers = new Set<string>();
  const unchecked = new Map<string, readonly string[]>();
  // Making a fix costs more than finding the mistake; only two formats name them.
  const named = (findings: readonly Checked[]): ReadonlySet<Checked> => {
    if (options.format === 'json') return new Set(findings);
    const listed = findings.filter(({ severity }) => isListed(severity, options.show));
    return new Set(options.format === 'text' ? worst(listed, workLimits.printedFindings) : []);
  };
  const found = await inputsOf(options, context, all.complain);
  const { values } = context.pod;
  const inputs = values ? inputsWithValues(found, values) : found;
  const progress = progressLine(inputs.length);
  for (const [i, input] of inputs.entries()) {
    progress(i);
    if (input.searched && excluded(path.resolve(input.path), settings)) continue;
    await costsOneFile(all, input.path, async () => {
      const document = await read(all, input.path, input.source);
      if (!document) return;
      if ('text' in document) {
        if (input.searched) return;
        const skipped = unrecognized(input.path, document.text);
        files.push({ path: input.path, language: null, skipped, text: document.text, findings: [] });
        unchecked.set(skipped, [...(unchecked.get(skipped) ?? []), input.path]);
        incomplete = true;
        return;
      }
      const onFault = (rule: string, error: unknown) => all.complain(`${input.path}: the rule ${rule} failed: ${faultOf(error)}`);
      const titles = (finding: Checked) => {
        try {
          return fixTitles(finding);
        } catch (error) {
          onFault(finding.code, error);
          return [];
        }
      };
      const reading = new Work(workLimits.readForFixes);
      const { skipped, partial } = coverageOf(document, context);
      if (skipped !== undefined && input.searched && document.language.onlyEmbeds) return;
      if (partial !== undefined && !input.searched) incomplete = true;
      const { name } = document.language;
      const reported = check(document, context, settings, onFault);
      const withFixes = named(reported);
      const findings = reported.map((finding) => ({
        ...finding,
        help: pageOf(finding.code),
        fixes: withFixes.has(finding) && reading.spend(document.source.text.length) ? titles(finding) : [],
        ...(languageOfCode(finding.code) !== name && { language: languageOfCode(finding.code) }),
      }));
      files.push({
        path: input.path,
        language: skipped === undefined ? name : null,
        ...(skipped !== undefined && { skipped, recognized: true }),
        ...(partial !== undefined && { partial }),
        text: document.source.text,
        findings,
      });
      const judged = document.language.judgedFor?.(context);
      if (judged && skipped === undefined) readers.add(`${document.language.title}: judged for ${judged.reader}.`);
    });
  }
  progress(inputs.length);
  for (const [reason, names] of unchecked) tellUnchecked(reason, names);
  const reported = options.baseline === undefined ? files : await withoutKnown(files, options.baseline, all);
  return report(reported, [...readers], incomplete, all);
}

/** Only what an earlier report does not have. */
async function withoutKnown(files: readonly CheckedFile[], name: string, { complain, tell }: Invocation): Promise<readonly CheckedFile[]> {
  const source = await sourceOf(name, complain);
  if (!source) throw new Told();
  const baseline = readBaseline(source.text, process.cwd());
  if (!baseline) throw new UsageError(`--baseline ${name}: not a report of confine check, in JSON or SARIF`);
  const gone = await goneFrom(baseline, files);
  const fresh = files.map((file) => ({ ...file, findings: newFindings(file, baseline, gone) }));
  const count = (all: readonly CheckedFile[]) => all.reduce((sum, { findings }) => sum + findings.length, 0);
  const known = count(files) - count(fresh);
  if (known) tell(`${counted(known, 'finding')} of ${name} ${known === 1 ? 'is' : 'are'} not reported again`);
  return fresh;
}

/** What an earlier report has of files that are no longer there: a file may have got another name. */
async function goneFrom(baseline: KnownFindings, files: readonly CheckedFile[]): Promise<readonly string[]> {
  const checked = new Set(files.map(({ path: name }) => baseline.nameOf(name)));
  const names = [...baseline.byFile.keys()].filter((name) => !checked.has(name) && !/^(?:\/|[a-z]:|(?:.*\/)?\.\.\/)/i.test(name));
  const there = await Promise.all(names.map((name) => lstat(name).then(Boolean, () => false)));
  return names.filter((_, i) => !there[i]);
}

async function report(files: readonly CheckedFile[], readers: readonly string[], incomplete: boolean, all: Invocation): Promise<number> {
  const { options, version, print, emit } = all;
  switch (options.format) {
    case 'json':
      emit(findingsAsJson(files));
      break;
    case 'sarif':
      await loadLanguages();
      emit(findingsAsSarif(files, allRules(), version, path.sep));
      break;
    case 'github':
      emit(findingsForGithub(files, options.show));
      break;
    case 'gitlab':
      emit(findingsForGitlab(files));
      break;
    default:
      print(findingsAsText(files, paint(), options.show, readers));
  }
  const { failOn } = options;
  if (options.strict && incomplete) return 2;
  if (failOn === 'never') return 0;
  return files.some((file) => file.findings.some((finding) => isListed(finding.severity, failOn))) ? 1 : 0;
}

const languageOfCode = (code: string): string => code.slice(0, code.indexOf('/'));

/** Why a file that was named on the command line was not checked, and what to do about it. */
function unrecognized(file: string, text: string): string {
  if (text.trim() === '') return 'the file is empty';
  if (/\.(?:md|markdown)$/i.test(file)) return 'code blocks of Markdown are checked where the setting confine.markdown is on';
  return `neither its name nor its first lines say what it is; force a language with --language ${languageNames.join('|')}`;
}

/** A hook names every file of a commit: of many that are of another kind some are named. */
function tellUnchecked(reason: string, names: readonly string[]): void {
  if (names.length <= mostNamed) for (const name of names) hint(`${name}: not checked: ${reason}`);
  else hint(`${names.length} files, such as ${names[0]}: not checked: ${reason}`);
}

const mostNamed = 3;

/** Says something on standard error that is no failure. */
const hint = (message: string): void => void process.stderr.write(`confine: ${message}\n`);

/** Says how far a long run is, on a terminal only. */
function progressLine(total: number): (done: number) => void {
  const started = Date.now();
  if (!process.stderr.isTTY) return () => {};
  return (done) => {
    if (Date.now() - started < 1000) return;
    process.stderr.write(done < total ? `\r${done}/${total} files` : '\r\u001b[K');
  };
}
