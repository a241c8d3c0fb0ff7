import { TextDocument } from 'vscode-languageserver-textdocument';
import { editsOf, pathOf, type WhyAnswer, type WhyPlace, type WhyReport } from '../../core';
import { layerTitle, whyAsMarkdown } from '../../report';
import { why as answersTo, recognizes as isKnown } from '../../service';
import { rangeOf, textEditOf } from '../convert';
import type { Recognition, WhyCandidate, WhyParams, WhyResult } from '../protocol/why';
import type { Session } from '../session';

/** Which lines of the workspace cause the errors of a text. */
export async function why(session: Session, { text }: WhyParams): Promise<WhyResult> {
  const report = await reportOn(session, text);
  const nameOf = nameIn(session.folders());
  const commands = report.answers.flatMap(({ distinction, next }) => distinction?.command ?? next ?? []);
  return {
    markdown: whyAsMarkdown(report, nameOf),
    candidates: report.answers.map((answer) => candidateOf(answer, nameOf)),
    commands: [...new Set(commands)],
    unread: report.unread.length,
  };
}

/** The same as a document alone. */
export const whyMarkdown = async (session: Session, text: string): Promise<string> =>
  whyAsMarkdown(await reportOn(session, text), nameIn(session.folders()));

export const recognizes = async (_: Session, { text }: WhyParams): Promise<Recognition> => ({ isKnown: isKnown(text) });

async function reportOn(session: Session, text: string): Promise<WhyReport> {
  await session.ready();
  const folders = session.folders();
  const inside = `${folders[0] ?? ''}/x`;
  return answersTo(text, {
    folders,
    files: session.files,
    context: session.context(inside, ''),
    includeFolders: session.includeFolders(inside),
  });
}

/** A file's path below its folder; with several folders, with the folder's name. */
function nameIn(folders: readonly string[]): (uri: string) => string {
  const shared = folders.length > 1 ? (folder: string) => folder.slice(0, folder.lastIndexOf('/') + 1) : (folder: string) => `${folder}/`;
  return (uri) => {
    const around = folders.find((folder) => uri.startsWith(`${folder}/`));
    return around === undefined ? pathOf(uri) : decodeURIComponent(uri.slice(shared(around).length));
  };
}

function candidateOf(
  { layer, certainty, message, decides, fix, alternatives = [] }: WhyAnswer,
  nameOf: (uri: string) => string,
): WhyCandidate {
  const text = decides && textOf(decides);
  const fixes = text ? [...(fix ? [fix] : []), ...alternatives] : [];
  return {
    layer: layerTitle(layer),
    certainty,
    message,
    ...(decides && text && { place: { uri: decides.uri, name: nameOf(decides.uri), range: rangeOf(text, decides.span) } }),
    fixes: fixes.flatMap((one) => {
      const edits = text ? editsOf(one).map((edit) => textEditOf(text, edit)) : [];
      return edits.length > 0 ? [{ title: one.title, edits }] : [];
    }),
  };
}

const textOf = ({ uri, text }: WhyPlace): TextDocument => TextDocument.create(uri, '', 0, text);
