import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

const script = path.join(import.meta.dirname, '../../scripts/tree.mjs');

it('prints the regions of a file, their trees and what they say in the end', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-tree-'));
  const file = path.join(folder, 'map.yaml');
  writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  web: |\n    profile web {\n      /etc/x r,\n    }\n');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('pod, lines 1 to 9');
  expect(stdout).toContain('apparmor web, lines 6 to 9');
  expect(stdout).toContain('  =   /etc/x r\n');
});
