/** A Namespace with these Pod Security labels, written without their prefix, for a rule's example. */
export function namespaceWith(...labels: readonly string[]): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: web
  labels:
${labels.map((label) => `    pod-security.kubernetes.io/${label}\n`).join('')}`;
}
