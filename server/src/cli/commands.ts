import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import {
  type Context,
  counted,
  linesOf,
  remembered,
  sourceOfMarkdown,
  terminalOf,
  terminalText,
  visible,
  Work,
  workLimits,
  worst,
} from '../core';
import { createText, faultOf, filesBelow, pathOfUri, replaceText, uriOf } from '../disk';
import {
  answerAsJson,
  answersAsTable,
  type CheckedFile,
  findingsAsJson,
  findingsAsSarif,
  findingsAsText,
  findingsForGithub,
  isListed,
  rulePage,
} from '../report';
import {
  allRules,
  breakingChanges,
  type Checked,
  check,
  contextMaker,
  coverageOf,
  type Document,
  excluded,
  explain,
  fixed,
  fixTitles,
  languageNames,
  loadLanguages,
  loadRule,
  pageOf,
  shownExample,
  targetProblems,
  workspaceIndex,
} from '../service';
import { diffFiles } from './diff';
import { type Invocation, neighborFolders, type Output, openOptions, type Print, paint, read, readDocument, rootsOf } from './documents';
import { inputsOf, queriesFrom, settingsOf, sourceToEdit } from './inputs';
import { mergeFiles } from './merge';
import { observeLogs } from './observe';
import { choice, type Options, UsageError } from './options';
import { overlayFile } from './overlay';
import { rebaseFile } from './rebase';
import { renderFile } from './render';

export async function run(options: Options, output: Output, version: string): Promise<number> {
  const { complain, tell, print } = output;
  if (options.command === 'rules') return listRules(options, print);
  const settings = await settingsOf(options, complain);
  const named = options.git ? options.operands.slice(-1) : options.operands;
  const folders = named.filter((name) => name !== '-').map(uriOf);
  const roots = rootsOf(options, settings, [...options.operands, ...(options.filesFrom === undefined ? [] : ['.'])]);
  const disk = filesBelow(() => roots);
  // What `fix` has written is read again.
  const files = options.command === 'fix' ? disk : remembered(disk);
  const makeContext = contextMaker();
  const index = workspaceIndex(files, {
    context: () => makeContext(settings, [], true),
    onFault: (uri, error) => complain(`${uri}: ${faultOf(error)}`),
  });
  if (options.workspace) await index.scan([uriOf('')]);
  else {
    await index.scan([...new Set(folders.flatMap((uri) => [uri, ...neighborFolders(uri)]))]);
    // A file of several documents speaks of itself.
    for (const uri of folders) await index.update([{ uri, text: await files.read(uri) }]);
  }
  const context = { ...makeContext(settings, index.facts(), true), admissionOnly: options.admissionOnly };
  const all: Invocation = { options, settings, context, files, ...output };
  for (const problem of targetProblems(context)) tell(problem);
  switch (options.command) {
    case 'check':
      return checkFiles(all, version);
    case 'fix':
      return fixFiles(all);
    case 'diff':
      return diffFiles(all);
    case 'explain':
      return explainFile(all);
    case 'observe':
      return observeLogs(all);
    case 'merge':
      return mergeFiles(all);
    case 'overlay':
      return overlayFile(all);
    case 'render':
      return renderFile(all);
    case 'rebase':
      return rebaseFile(all);
    default:
      throw new UsageError(options.command ? `there is no command ${options.command}` : 'which command?');
  }
}

async function checkFiles(all: Invocation, version: string): Promise<number> {
  const { options, settings, context, print, emit } = all;
  const files: CheckedFile[] = [];
  let incomplete = false;
  const readers = new Set<string>();
  // Making a fix costs more than finding the mistake; only two formats name them.
  const named = (findings: readonly Checked[]): ReadonlySet<Checked> => {
    if (options.format === 'json') return new Set(findings);
    const listed = findings.filter(({ severity }) => isListed(severity, options.show));
    return new Set(options.format === 'text' ? worst(listed, workLimits.printedFindings) : []);
  };
  const inputs = await inputsOf(options, context, all.complain);
  const progress = progressLine(inputs.length);
  for (const [i, input] of inputs.entries()) {
    progress(i);
    if (input.searched && excluded(path.resolve(input.path), settings)) continue;
    await costsOneFile(all, input.path, async () => {
      const document = await read(all, input.path);
      if (!document) return;
      if ('text' in document) {
        if (input.searched) return;
        const skipped = unrecognized(input.path, document.text);
        files.push({ path: input.path, language: null, skipped, text: document.text, findings: [] });
        hint(`${input.path}: not checked: ${skipped}`);
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
      const found = check(document, context, settings, onFault);
      const withFixes = named(found);
      const findings = found.map((finding) => ({
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
    case 'text':
      print(findingsAsText(files, paint(), options.show, [...readers]));
      break;
    default:
      throw new UsageError('check has no markdown format');
  }
  const { failOn } = options;
  if (options.strict && incomplete) return 2;
  if (failOn === 'never') return 0;
  return files.some((file) => file.findings.some((finding) => isListed(finding.severity, failOn))) ? 1 : 0;
}

/** What fails in one file is named on standard error, and the other files are worked on. */
async function costsOneFile({ complain }: Invocation, file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    complain(`${file}: ${faultOf(error)}`);
  }
}

const languageOfCode = (code: string): string => code.slice(0, code.indexOf('/'));

/** Why a file that was named on the command line was not checked, and what to do about it. */
function unrecognized(file: string, text: string): string {
  if (text.trim() === '') return 'the file is empty';
  if (/\.(?:md|markdown)$/i.test(file)) return 'code blocks of Markdown are checked where the setting confine.markdown is on';
  return `neither its name nor its first lines say what it is; force a language with --language ${languageNames.join('|')}`;
}

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

async function fixFiles(all: Invocation): Promise<number> {
  const { options, settings, complain, print, emit } = all;
  if (options.allowBreaking.length) await loadLanguages();
  const breaking = options.allowBreaking.map((name) => choice('--allow-breaking', name, breakingChanges()));
  const changed = new Set<string>();
  const write = async (name: string, before: string | undefined, after: string) => {
    if (name === '-' && !options.dryRun) emit(after);
    else if (options.dryRun)
      emit(createTwoFilesPatch(before === undefined ? '/dev/null' : name, name, before ?? '', after, '', '', { context: 3 }));
    else {
      const problem = await (before === undefined ? createText(name, after) : replaceText(name, before, after));
      if (problem !== undefined) return complain(`${name}: ${problem}`);
    }
    changed.add(path.resolve(name));
  };
  const inputs = await inputsOf(options, all.context, complain);
  for (const input of inputs) {
    await costsOneFile(all, input.path, async () => {
      const source = await sourceToEdit(input.path, complain);
      if (!source) return;
      const { text, others, refused, notes, leftOut } = await fixed(source, all.files, openOptions(all, source.uri), settings, {
        harden: options.harden,
        layOut: options.layOut,
        allowed: new Set(breaking),
      });
      for (const name of refused) complain(`${input.path}: not applied, since it would not cure the finding or bring an error: ${name}`);
      for (const [title, note] of notes) all.tell(`${input.path}: ${title}: ${note}`);
      for (const [note, name] of leftOut) all.tell(`${input.path}: left out, --allow-breaking ${name} makes it: ${note}`);
      if (text !== source.text) await write(input.path, source.text, text);
      else if (input.path === '-' && !options.dryRun) emit(text);
      // Standard input has no files beside it.
      for (const [uri, { before, after }] of input.path === '-' ? [] : others)
        await write(path.relative('', pathOfUri(uri) ?? uri), before, after);
    });
  }
  // What comes from standard input goes to standard output, and nothing else does.
  if (!options.dryRun && !inputs.some((input) => input.path === '-'))
    print(terminalText`${visible(counted(changed.size, 'file'))} changed\n`);
  return 0;
}

async function explainFile(all: Invocation): Promise<number> {
  const { options, context, print, emit } = all;
  const [file, ...named] = options.operands;
  if (file === undefined) throw new UsageError('explain needs a file');
  const document = await readDocument(all, file);
  const { overview } = document.language;
  if (options.matrix && overview === undefined) throw new UsageError(`explain --matrix: a ${document.language.title} has no such table`);
  const words = options.matrix && overview !== undefined ? [...named, overview] : named;
  const lines = linesOf(document.source.text);
  const asked = [...words, ...(options.queries === undefined ? [] : await queriesFrom(options.queries))];
  const images = options.workspace ? imagesOf(document, context) : [];
  if (!asked.length && !options.workspace && options.queries === undefined) throw new UsageError('explain needs a query');
  for (const query of options.format === 'json' ? [...asked, ...images] : asked) {
    const answer = explain(document, query, context);
    if (options.format === 'json' || typeof query !== 'string') emit(`${answerAsJson(query, answer, lines)}\n`);
    else if (answer) {
      const place = answer.by ? terminalText`\n  ${visible(file)}:${lines.positionAt(answer.by.start).line + 1}` : visible('');
      print(terminalText`${terminalOf(answer.markdown)}${place}\n`);
    } else print(terminalText`${visible(file)} says nothing about ${visible(query)}\n`);
  }
  if (options.format !== 'json' && images.length) {
    const answers = images.map((query) => ({ query, answer: explain(document, query, context) }));
    print(answersAsTable(answers, lines, paint()));
  } else if (options.workspace && !images.length) all.complain('no file below this folder names an image');
  return 0;
}

/** The images that the workspace runs, for a file that decides about images. */
function imagesOf({ language }: Document, { facts }: Context): readonly string[] {
  const { asksAbout } = language;
  if (!asksAbout) throw new UsageError(`explain --workspace asks about images, and a ${language.title} says nothing about them`);
  return [...new Set(facts.filter((fact) => fact.kind === asksAbout).map((fact) => fact.name))].sort();
}

async function listRules({ operands: [code] }: Options, print: Print): Promise<number> {
  if (code === undefined) {
    await loadLanguages();
    for (const rule of allRules()) print(terminalText`${visible(`${rule.code.padEnd(48)} ${rule.severity.padEnd(12)} ${rule.title}`)}\n`);
    return 0;
  }
  const rule = await loadRule(code);
  if (!rule) throw new UsageError(`there is no rule ${code}`);
  print(sourceOfMarkdown(rulePage(rule, await shownExample(rule), allRules())));
  return 0;
}
