/** What every request has in common: it waits for the configuration, can be cancelled, and an error of ours does not interrupt the editor. */

import { CancellationToken, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Server } from './lifecycle';
import { unlessCancelled } from './scheduler';
import type { Session } from './session';

/** The text that a request is about. */
const uriIn = (params: unknown): string | undefined => (params as { textDocument?: { uri?: string } } | undefined)?.textDocument?.uri;

type Handle<Params, Answer, Rest extends unknown[]> = (session: Session, params: Params, ...rest: Rest) => Answer;

/** Two ways to make a handler of a function: `on` for what a person requests, `quietly` for what editors request by themselves. */
export function handlersOf(server: Server) {
  // Handlers wait for the configuration, so that the first answer is the right one.
  const on =
    <Params, Answer, Rest extends unknown[]>(handle: Handle<Params, Answer, Rest>) =>
    async (params: Params, ...rest: Rest): Promise<Awaited<Answer>> => {
      if (server.state === 'new') throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server has not been initialized.');
      if (server.state === 'stopped') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
      server.session.scheduler.arrived(uriIn(params));
      await server.session.configured;
      return await unlessCancelled(rest.find(CancellationToken.is), async () => handle(server.session, params, ...rest));
    };

  // An error of ours is logged, and the answer is that there is nothing.
  const quietly = <Params, Answer, Rest extends unknown[]>(handle: Handle<Params, Promise<Answer>, Rest>) =>
    on(async (session, params: Params, ...rest: Rest): Promise<Answer | null> => {
      try {
        return await handle(session, params, ...rest);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        session.complain(handle.name, error);
        return null;
      }
    });
  return { on, quietly };
}
