import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../server/src/core';
import { workspaceIndex } from '../../../server/src/service';

/** The images that a file of a name says it uses, and the text at the place of each. */
async function imagesIn(name: string, text: string): Promise<readonly string[]> {
  const uri = `file:///w/${name}`;
  const index = workspaceIndex(memoryFiles({ [uri]: text }));
  await index.scan(['file:///w']);
  const facts = index.facts().filter(({ kind }) => kind === 'uses-image');
  return facts.map(({ name: image, span, line }) => `${image} @${line} ${text.slice(span.start, span.end)}`);
}

describe('images of a Containerfile', () => {
  it('are those of FROM, without its stages', async () => {
    const text =
      'FROM --platform=linux/amd64 quay.io/team/build:1 AS build\nRUN make\nfrom build AS test\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\n';
    expect(await imagesIn('Containerfile', text)).toEqual(['quay.io/team/build:1 @1 quay.io/team/build:1']);
    for (const name of ['Dockerfile', 'Dockerfile.prod', 'app.Containerfile', 'images/Containerfile.in'])
      expect(await imagesIn(name, text)).toHaveLength(1);
  });

  it('are named with arguments that have a default', async () => {
    const text = 'ARG BASE=quay.io/team/base\nARG TAG\nFROM ${BASE}:1\nFROM $BASE:$TAG\nFROM quay.io/x:${TAG:-2}\nARG BASE=other\n';
    expect(await imagesIn('Dockerfile', text)).toEqual(['quay.io/team/base:1 @3 ${BASE}:1', 'quay.io/x:2 @5 quay.io/x:${TAG:-2}']);
  });

  it('are those that files are copied or mounted from too', async () => {
    const text =
      'FROM a.example/b\nCOPY --chown=1 --from=quay.io/tools/x:1 /x /x\nRUN --mount=type=bind,from=quay.io/tools/y,target=/y make\nRUN echo --from=quay.io/no\n';
    expect(await imagesIn('Dockerfile', text)).toEqual([
      'a.example/b @1 a.example/b',
      'quay.io/tools/x:1 @2 quay.io/tools/x:1',
      'quay.io/tools/y @3 quay.io/tools/y',
    ]);
  });

  it('are read across lines, with either escape, and not in a heredoc', async () => {
    expect(
      await imagesIn('Dockerfile', 'FROM \\\n  # why\n  quay.io/a/b \\\r\n AS x\nRUN <<EOF\nFROM no.example/x\nEOF\nFROM quay.io/c\n'),
    ).toEqual(['quay.io/a/b @3 quay.io/a/b', 'quay.io/c @8 quay.io/c']);
    expect(await imagesIn('Dockerfile', '# escape=`\nFROM `\n quay.io/a/b\n')).toEqual(['quay.io/a/b @3 quay.io/a/b']);
  });

  it.each(['FROM', 'FROM \\', 'FROM ${', 'RUN <<A', 'ARG', '\0FROM x', 'FROM $$'])('%j is read to its end', async (text) => {
    expect((await imagesIn('Dockerfile', text)).length).toBeLessThan(2);
  });
});

describe('images of a Quadlet', () => {
  it('are those of containers, images and volumes', async () => {
    const text = '# Image=no.example/a\n[Unit]\nImage=no.example/b\n[Container]\n Image = quay.io/team/app:1\nExec=x\n';
    expect(await imagesIn('app.container', text)).toEqual(['quay.io/team/app:1 @5 quay.io/team/app:1']);
    expect(await imagesIn('base.image', '[Image]\nImage=docker://quay.io/b\n')).toEqual(['docker://quay.io/b @2 docker://quay.io/b']);
    expect(await imagesIn('data.volume', '[Volume]\r\nDriver=image\r\nImage=quay.io/v\r\n')).toEqual(['quay.io/v @3 quay.io/v']);
    expect(await imagesIn('app.container.d/10.conf', '[Container]\nImage=quay.io/drop\n')).toEqual(['quay.io/drop @2 quay.io/drop']);
  });

  it('are not names of other units, nor names that systemd completes', async () => {
    expect(await imagesIn('a.container', '[Container]\nImage=base.image\n')).toEqual([]);
    expect(await imagesIn('a.container', '[Container]\nImage=my.build\n')).toEqual([]);
    expect(await imagesIn('a@.container', '[Container]\nImage=quay.io/team/%i\n')).toEqual([]);
  });
});
