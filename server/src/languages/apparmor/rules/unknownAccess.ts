import { accessWords } from '../../../knowledge';
import { didYouMean, refusal, suggestion } from './refusal';

export const unknownAccess = refusal({
  code: 'apparmor/unknown-access',
  title: 'Unknown access for this rule',
  why: `Each kind of rule has its own access words; apparmor_parser refuses others.

signal: send, receive. ptrace: read, trace, readby, tracedby. dbus: send, receive, bind, eavesdrop. Sockets: create, bind, listen, accept, connect, shutdown, send, receive and the getters and setters. mqueue: create, open, delete, read, write, getattr, setattr. io_uring: sqpoll, override_creds.`,
  example: {
    bad: 'profile web {\n  signal (send, recieve) peer=web,\n}\n',
    good: 'profile web {\n  signal (send, receive) peer=web,\n}\n',
  },
  message: ({ verb, word }) => `${verb} has no access ${word}${suggestion(word, accessWords[verb] ?? [])}`,
  fixes: (place, { verb, word }) => [didYouMean(place, word, accessWords[verb] ?? [])],
});
