/** What commands answer with, in editors without Confine's client: a document of its own where one can be shown, else a message. */

import { type ClientCapabilities, type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { plainText, withoutLinks } from '../core';

/** Keeps the text of a report where an editor can open it; answers the URI. */
export type KeepReport = (fileName: string, text: string) => Promise<string>;

/** Not the scheme of VS Code's client, which keeps reports of its own: two providers of one scheme answer for each other's documents. */
export const reportScheme = 'confine-answer';

export interface Reports {
  show(connection: Connection, title: string, markdown: string): Promise<void>;
  /** The text of a report that the client opens by its address. */
  text(uri: string): string | undefined;
}

export function createReports({ window, workspace }: ClientCapabilities, keep: KeepReport | undefined): Reports {
  const texts = new Map<string, string>();

  /** Undefined where the client would have nothing to open. */
  async function place(title: string, markdown: string): Promise<string | undefined> {
    if (!window?.showDocument?.support) return undefined;
    const name = `${title.replace(/[^\w.+-]+/g, '-').replace(/^-|-$/g, '')}.md`;
    if (!workspace?.textDocumentContent) return keep?.(name, markdown);
    const uri = `${reportScheme}:/${name}`;
    texts.set(uri, markdown);
    return uri;
  }

  return {
    async show(connection, title, markdown) {
      const uri = await place(title, markdown);
      const shown = uri !== undefined && (await connection.window.showDocument({ uri, takeFocus: true })).success;
      if (shown) return;
      await connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Info,
        message: withoutLinks(plainText(markdown)),
      });
    },
    text: (uri) => texts.get(uri),
  };
}
