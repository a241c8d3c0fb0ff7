import { expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { inNotice } from '../../../client/src/notice';
import { escaped, md } from '../../../server/src/core';
import { createReports } from '../../../server/src/lsp/reports';

/** As VS Code finds links in notifications. */
const notificationLink = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: "[^"]+")?\)/;

const hostile = ['[x](command:workbench.action.quit)', '![x](https://e.example/a.png)', 'a [b](file:///etc/passwd "c")'];

it.each(hostile)('a report that becomes a message has no link of a file: %s', async (text) => {
  const sent: string[] = [];
  const connection = { sendNotification: async (_: unknown, { message }: { message: string }) => void sent.push(message) };
  await createReports({}, undefined).show(connection as unknown as Connection, 'Title', md`Container ${escaped(text)} may do this.`);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain('may do this.');
  expect(sent[0]).not.toMatch(notificationLink);
});

it.each(hostile)('nor has a notification of the client: %s', (text) => {
  expect(text).toMatch(notificationLink);
  expect(inNotice(`Paste the denials for ${text} here.`)).not.toMatch(notificationLink);
});
