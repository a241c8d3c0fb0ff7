/**
 * The requests that Confine adds to the Language Server Protocol: their names, and what they carry.
 * The one file that client and server share; it imports nothing. URIs are strings as the editor writes them.
 */

export interface Position {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What the client says of itself when it starts the server. */
export interface InitializationOptions {
  /** True where the server has no disk of its own and reads by `readFileRequest` and `listFolderRequest`. */
  readonly readsByClient?: boolean;
  readonly neighbours?: Neighbours;
  /** False in a workspace that the user has not trusted: nothing outside its folders is read. */
  readonly trusted?: boolean;
  /** Commands that the client carries out itself, such as `confine.ask`; the server offers to carry out the others. */
  readonly commands?: readonly string[];
  /** Files that a server was working on when it was ended for its silence. Each is left out until its text changes. */
  readonly leftOut?: readonly FileVersion[];
  /** True where the client ends a server that sends no `workingNotification` for long. */
  readonly hearsBeats?: boolean;
}

/** A file, with the version of its text where it is open. */
export interface FileVersion {
  readonly uri: string;
  readonly version?: number;
}

/** Seconds without a beat after which a server is ended. */
export const longestSilence = 10;

/** Server to client, a notification: every second, and before the server begins to work on another file. Carries a `FileVersion`; the URI may be empty. */
export const workingNotification = 'confine/working';

/** Server to client, a notification: a file that was left out has changed and is read again. Carries `FileParams`. */
export const readAgainNotification = 'confine/readAgain';

/** What a server writes into its log before it is ended. The client takes the file from it. */
export const endingLine = (why: string, file: string): string => `confine: ${why}${endingWords}${file || 'no file'}`;

/** How such a line names a file. */
export const fileWords = ({ uri, version }: FileVersion): string => (version === undefined ? uri : `${uri} (version ${version})`);

/** The file that such a line names. */
export function fileOfEndingLine(line: string): FileVersion | undefined {
  const [why, words] = line.split(endingWords);
  const [, uri, version] = /^(\S+:\S*)(?: \(version (\d+)\))?\s*$/.exec(words ?? '') ?? [];
  if (uri === undefined || !why?.startsWith('confine: ')) return undefined;
  return version === undefined ? { uri } : { uri, version: Number(version) };
}

const endingWords = '; the server ends while it works on ';

/** Which other extensions report syntax and schema for the same files. */
export interface Neighbours {
  readonly json: boolean;
  readonly yaml: boolean;
}

/** Client to server, a notification: another extension came or went. Carries `Neighbours`. */
export const neighboursChanged = 'confine/neighboursChanged';

export interface FileParams {
  readonly uri: string;
}

/** Server to client. Carries `FileParams`, answers `FileText`. */
export const readFileRequest = 'confine/readFile';

export interface FileText {
  /** Null when the file is missing, too large or outside what may be read. */
  readonly text: string | null;
}

/** Server to client. Carries `FileParams`, answers `FolderEntry[]`, empty when there is no such folder. */
export const listFolderRequest = 'confine/listFolder';

export interface FolderEntry {
  readonly name: string;
  /** `unread`: a link that is not followed. */
  readonly kind: 'file' | 'folder' | 'unread';
}

/** Server to client, a notification before the reads that need it: where files are read outside of the workspace. Carries `FoldersOutside`. */
export const foldersOutsideChanged = 'confine/foldersOutsideChanged';

export interface FoldersOutside {
  /** Of the settings, the editor's and those of `.confine.yaml`; else the system's own. */
  readonly folders: readonly string[];
}

/** Client to server. Carries `FileParams`, answers `Status` or null for a file that Confine does not handle. */
export const statusRequest = 'confine/status';

export interface Status {
  readonly language: string;
  /** `seccomp profile`, `Deployment`. */
  readonly what: string;
  /** How it is read: `Docker format, read as containerd (a pod refers to it)`. */
  readonly description: string;
  /** The settings that the answers for this file depend on. */
  readonly targets: readonly TargetSetting[];
  /** Which commands have an answer for this file. */
  readonly can: readonly ('diff' | 'showDefault' | 'showRendered' | 'harden' | 'ask' | 'observe' | 'rebase')[];
  /** The editor's language id of its own for what otherwise stays JSON. */
  readonly ownLanguageId?: string;
  /** What the input box of Ask This File prompts for. */
  readonly question?: string;
  /** What it starts with. */
  readonly exampleQuery?: string;
  /** The `.confine.yaml` whose settings come before the editor's; absent: there is none. */
  readonly settingsFile?: string;
}

/** A setting with the value that is in force. */
export interface TargetSetting {
  /** Below `confine.`: `target`, `kubernetes.version`. */
  readonly setting: string;
  /** `Runtime`. */
  readonly label: string;
  readonly value: string;
}

/** Client to server. Carries `SettingValuesParams`, answers `SettingValue[]`: values besides those that the manifest lists. */
export const settingValuesRequest = 'confine/settingValues';

export interface SettingValuesParams extends FileParams {
  /** Below `confine.`: `target`. */
  readonly setting: string;
}

export interface SettingValue {
  /** `docker@25`. */
  readonly value: string;
  readonly detail: string;
}

/** Client to server. Carries `SettingParams`, answers `SettingsFileEdit`, or null for a file outside of every workspace folder. */
export const writeSettingRequest = 'confine/writeSetting';

export interface SettingParams extends FileParams {
  /** Below `confine.`: `target`. */
  readonly setting: string;
  readonly value: string;
}

/** What sets a setting in a `.confine.yaml`; the client applies and saves it. */
export interface SettingsFileEdit extends FileParams {
  /** The file is not there yet. */
  readonly create: boolean;
  /** Null where the file can't be edited, e.g. because it isn't YAML. */
  readonly edits: readonly { readonly range: Range; readonly newText: string }[] | null;
}

/** Client to server. Carries `DiffParams`, answers `DiffResult` or null where there is nothing to compare with. */
export const diffRequest = 'confine/diff';

export interface DiffParams extends FileParams {
  /** What to compare with; absent: the default of the runtime that loads the file. */
  readonly against?: { readonly runtime: string } | OtherText;
}

/** Another version of a file, or another file, which the client has and the server may not have. */
export interface OtherText {
  /** `web.json at HEAD`. */
  readonly title: string;
  readonly text: string;
  /** Where the editor shows that text. */
  readonly uri: string;
}

/** Client to server. Carries `FileParams`, answers `Default[]`, the one in force first; empty where there is nothing to compare with. */
export const defaultsRequest = 'confine/defaults';

export interface Default {
  /** `docker default`. */
  readonly title: string;
  /** `docker`, `docker@24.0.2`; absent: in force. */
  readonly runtime?: string;
  /** The file was forked from it. */
  readonly isAncestor?: true;
}

/** Client to server. Carries `FileParams`, answers `Rendered[]`, most telling first; empty where no program writes files from the file. */
export const renderedRequest = 'confine/rendered';

/** A file that a program writes from what another file says. */
export interface Rendered {
  /** On the machine where it is written. */
  readonly path: string;
  /** `confine-rendered:`, served through `workspace/textDocumentContent`. */
  readonly uri: string;
}

export interface DiffResult {
  /** The tab's title: `web.json against docker default`. */
  readonly title: string;
  /** The left side; `profile-default:` for a default, served through `workspace/textDocumentContent`. */
  readonly left: string;
  /** Differences in meaning, as Markdown. */
  readonly report: string;
  readonly loosened: number;
  readonly tightened: number;
  readonly altered: number;
}

/** Client to server. Carries `RebaseParams`, answers `RebaseResult`. */
export const rebaseRequest = 'confine/rebase';

export interface RebaseParams extends FileParams {
  /** `docker@29`; absent: the newest default of the runtime that the file was forked from. */
  readonly onto?: string;
  /** Calls that stay as they are. */
  readonly leaveOut?: readonly string[];
}

/** What upstream changed of one call. */
export interface RebasePiece {
  readonly call: string;
  readonly title: string;
  readonly reason?: string;
  readonly risk?: string;
}

export interface RebaseResult {
  /** `Rebase on Docker 29.7.2 (2026-08)`; absent: there is nothing to do, see `problem`. */
  readonly title?: string;
  readonly problem?: string;
  /** What stays as the file has it. */
  readonly notes: readonly string[];
  /** What can be left out, also what is. */
  readonly pieces: readonly RebasePiece[];
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** Client to server. Carries `HardenParams`, answers `HardenResult`. */
export const hardenRequest = 'confine/harden';

export interface HardenParams extends FileParams {
  /** Only what lies around this place, e.g. one container; absent: the whole file. */
  readonly range?: Range;
  /** Pieces that are left out: `HardenPiece.id`. */
  readonly leaveOut?: readonly string[];
}

/**
 * Client to server. Carries `FileParams`, answers `HardenResult`: the safe fixes of all findings, and one for each error that has no safe one, each noted
 * with what it cures.
 */
export const fixesRequest = 'confine/fixes';

export interface HardenResult {
  readonly changes: readonly HardenChange[];
}

/** One piece of a change, which can be left out. */
export interface HardenPiece {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Loses data or changes who runs. */
  readonly breaking: boolean;
}

export interface HardenChange {
  readonly title: string;
  /** Absent: the change is made whole. */
  readonly pieces?: readonly HardenPiece[];
  /** What may break. */
  readonly note?: string;
  /** Cannot break a running workload. */
  readonly safe: boolean;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** Client to server. Carries `AskParams`, answers `AskResult`. */
export const askRequest = 'confine/ask';

export interface AskParams extends FileParams {
  /** A syscall, a path, an image, a container: what a person would type. */
  readonly query: string;
  /** Where the cursor is, for files of several documents or profiles. */
  readonly position?: Position;
}

export interface AskResult {
  readonly markdown: string;
  /** The place that decides. */
  readonly range?: Range;
}

/** Client to server. Carries `QuestionsParams`, answers `QuestionRow[]`: what the file and its workspace name that can be asked about. */
export const questionsRequest = 'confine/questions';

export interface QuestionsParams extends FileParams {
  readonly position?: Position;
}

/** At most 50, with the answers in a few words. */
export interface QuestionRow {
  /** For `askRequest`. */
  readonly query: string;
  /** `allowed`, `refused`. */
  readonly verdict: string;
  /** The rule or scope that decides. */
  readonly decides: string;
}

/** Client to server. Carries `WhyParams`, answers `WhyResult`. Nothing of the text is kept. */
export const whyRequest = 'confine/why';

export interface WhyParams {
  /** Events, errors, lines of logs: whatever was pasted. */
  readonly text: string;
}

export interface WhyResult {
  readonly markdown: string;
  /** In the order of the text, candidates for one event in the order of likelihood. */
  readonly candidates: readonly WhyCandidate[];
  /** Commands that tell candidates apart, or confirm one. */
  readonly commands: readonly string[];
  /** Lines that report an error and have no answer. */
  readonly unread: number;
}

export interface WhyCandidate {
  /** `seccomp`, `Pod Security admission`. */
  readonly layer: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly message: string;
  /** The line that decides; absent: no file of the workspace does. */
  readonly place?: { readonly uri: string; readonly name: string; readonly range: Range };
  /** Changes of that file. */
  readonly fixes: readonly { readonly title: string; readonly edits: readonly { readonly range: Range; readonly newText: string }[] }[];
}

/** Client to server. Carries `WhyParams`, answers `Recognition`. Looks at the first lines only. */
export const recognizesRequest = 'confine/recognizes';

export interface Recognition {
  /** A line of the text is a message that `whyRequest` knows. */
  readonly isKnown: boolean;
}

/** Client to server. Carries `ObservationParams`, answers `ObservationResult`, or null for a file that has no rules to add. */
export const fromObservationRequest = 'confine/fromObservation';

/** The same for all files below a folder: `uri` is the folder's, and every edit is one of `others`. Null where no file of the folder can answer. */
export const fromFolderObservationRequest = 'confine/fromFolderObservation';

export interface ObservationParams extends FileParams {
  /** Lines of the audit log, the journal or strace. */
  readonly text: string;
  /** By the id of a suggestion: the index of the alternative that is wanted, -1 for none. */
  readonly chosen?: Readonly<Record<string, number>>;
}

export interface ObservationResult {
  /** What would allow that which was denied. */
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  /** Files beside it that change with it. */
  readonly others: readonly {
    readonly uri: string;
    readonly edits: readonly { readonly range: Range; readonly newText: string }[];
    readonly made: boolean;
  }[];
  /** Each rule with the log lines that it is for, and what no rule would help; Markdown. */
  readonly report: string;
  /** The rules to choose from; empty where there is no choice. */
  readonly suggestions: readonly ObservedSuggestion[];
}

/** Rules that answer the same denial; plain text. */
export interface ObservedSuggestion {
  readonly id: string;
  readonly profile?: string;
  /** `high: it …`. */
  readonly severity?: string;
  /** The file decides otherwise today: nothing is added unless it is chosen. */
  readonly optional: boolean;
  /** Of the alternatives; -1 where none is taken. */
  readonly chosen: number;
  readonly alternatives: readonly { readonly kind: string; readonly rule: string; readonly note?: string }[];
}

/** Client to server. Carries nothing, answers `Template[]`. */
export const templatesRequest = 'confine/templates';

export interface Template {
  /** `Seccomp profile`. */
  readonly group: string;
  readonly title: string;
  readonly description: string;
  readonly fileName: string;
  readonly languageId: string;
  readonly text: string;
}

/** Client to server. Carries nothing, answers `RuleSummary[]`. */
export const rulesRequest = 'confine/rules';

export interface RuleSummary {
  readonly code: string;
  readonly title: string;
}

/** Client to server. Carries `{ code }`, answers `RulePage` or null for an unknown code. */
export const ruleRequest = 'confine/rule';

export interface RulePage {
  readonly code: string;
  readonly markdown: string;
}

/**
 * Client to server. Carries `CheckWorkspaceParams`, answers `CheckSummary`. The findings are published as diagnostics;
 * progress is reported to the token, and a cancelled check keeps what it has found.
 */
export const checkWorkspaceRequest = 'confine/checkWorkspace';

export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
  /** Files whose findings the client requests; absent: those that are open. */
  readonly pulled?: readonly string[];
}

export interface CheckSummary {
  readonly files: number;
  /** The workspace has more files than are read. */
  readonly more?: boolean;
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
}

/** Client to server. Carries `OverviewParams`, answers `OverviewItem[]`: the rows of the view of the workspace, one level at a time. */
export const overviewRequest = 'confine/overview';

export interface OverviewParams {
  /** The row whose children are requested; absent: the outermost rows. */
  readonly parent?: string;
  /** Workloads of these Pod Security levels only; empty: of all. */
  readonly levels?: readonly string[];
  /** Only rows that contain this text, with those around them. */
  readonly text?: string;
}

export interface OverviewItem {
  readonly id: string;
  readonly kind: 'group' | 'workload' | 'service' | 'reason' | 'container' | 'setting' | 'profile' | 'signature-policy' | 'image' | 'use';
  readonly label: string;
  readonly description: string;
  /** Sentences for a tooltip. */
  readonly details: readonly string[];
  /** What a screen reader says of the row. */
  readonly spoken: string;
  readonly tone: 'weak' | 'partial' | 'strong' | 'neutral';
  readonly hasChildren: boolean;
  readonly place?: { readonly uri: string; readonly range: Range };
  /** What `askRequest` answers about the row. */
  readonly question?: { readonly uri: string; readonly query: string };
}

/** Server to client, a notification: the view of the workspace has changed since it was requested. Carries nothing. */
export const overviewChanged = 'confine/overviewChanged';

/** Client to server. Carries nothing, answers `WorkspaceReport`: the page of `confine report`. */
export const reportRequest = 'confine/report';

export interface WorkspaceReport {
  readonly title: string;
  readonly markdown: string;
}

/** Client to server. Carries `ToolCall`, answers `ToolAnswer`: a tool that a language model of the editor has chosen. */
export const toolRequest = 'confine/tool';

export interface ToolCall {
  /** `confine_check`. */
  readonly name: string;
  /** As the model wrote them. */
  readonly arguments: unknown;
}

export interface ToolAnswer {
  readonly text: string;
  /** There is no answer, and `text` says why. */
  readonly failed?: true;
}
