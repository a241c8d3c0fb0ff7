import { errorFlagNames, signalNames } from '../../../knowledge';
import { refusal, suggestion } from './refusal';

export const flagValue = refusal({
  code: 'apparmor/flag-value',
  title: 'A flag with a value that it cannot have',
  why: `\`kill.signal=\` takes a signal's name in lower case, \`error=\` a name of errno(3), \`attach_disconnected.path=\` and \`.ipc=\` an absolute path, also after variables are filled in.`,
  example: {
    bad: 'profile web flags=(attach_disconnected.path=run) {\n}\n',
    good: 'profile web flags=(attach_disconnected.path=/run) {\n}\n',
  },
  message: ({ name, value }) =>
    name === 'error'
      ? `${value || 'Nothing'} is no error number's name, so apparmor_parser refuses error=${suggestion(value, errorFlagNames)}`
      : name === 'kill.signal'
        ? `${value || 'Nothing'} is no signal, so apparmor_parser refuses kill.signal=${suggestion(value, signalNames)}`
        : `${name} must be an absolute path, and ${value || 'nothing'} is none.`,
});
