import { podWith } from './example';
import { standardRule } from './standardRule';

export const windowsHostProcess = standardRule({
  control: 'windowsHostProcess',
  code: 'pod/windows-host-process',
  title: 'The container runs on the Windows host itself',
  file: 'check_windowsHostProcess.go',
  why: `A HostProcess container is a process of the Windows node: it has the node’s network, file system and, as the user it names, its rights. Node agents need it; nothing else should.`,
  example: {
    bad: podWith({
      pod: 'hostNetwork: true\nos:\n  name: windows\nsecurityContext:\n  windowsOptions:\n    hostProcess: true\n    runAsUserName: NT AUTHORITY\\SYSTEM',
    }),
    good: podWith({
      pod: 'hostNetwork: true\nos:\n  name: windows\nsecurityContext:\n  windowsOptions:\n    hostProcess: false\n    runAsUserName: NT AUTHORITY\\SYSTEM',
    }),
  },
  fix: () => 'Set hostProcess: false',
});
