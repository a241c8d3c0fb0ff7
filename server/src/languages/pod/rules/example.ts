/** What an example's pod has besides what every pod has; lines at their own indentation 0. */
interface PodLines {
  readonly annotations?: string;
  /** Fields of the pod spec. */
  readonly pod?: string;
  /** Fields of the pod spec after its containers. */
  readonly podEnd?: string;
  /** Fields of the container `app`. */
  readonly container?: string;
}

/** A small pod for a rule's example. */
export function podWith({ annotations, pod, podEnd, container }: PodLines): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: web',
    ...(annotations ? ['  annotations:', indented(annotations, 4)] : []),
    'spec:',
    ...(pod ? [indented(pod, 2)] : []),
    '  containers:',
    '    - name: app',
    '      image: registry.example/app:1.4',
    ...(container ? [indented(container, 6)] : []),
    ...(podEnd ? [indented(podEnd, 2)] : []),
    '',
  ].join('\n');
}

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
