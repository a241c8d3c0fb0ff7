import { describe, expect, it } from 'vitest';
import { imageKnowledge } from '../../../server/src/knowledge';

describe('what is known of an image', () => {
  it.each([
    'nginx',
    'nginx:1.27',
    'docker.io/nginx@sha256:0123',
    'docker.io/library/nginx:1.27@sha256:0123',
    'registry.example:5000/library/nginx',
    'public.ecr.aws/docker/library/nginx:stable',
  ])('%s is the official one', (reference) => {
    expect(imageKnowledge(reference)).toEqual({ user: 101, writes: ['/var/cache/nginx', '/run'], lowPort: 80 });
  });

  it.each(['bitnami/nginx:1.27', 'registry.example/team/nginx', 'nginx/nginx-ingress', 'x/nginx-unprivileged', '', ':', '@'])(
    'nothing is taken for granted of %j',
    (reference) => {
      expect(imageKnowledge(reference)).toEqual({ writes: ['/tmp'] });
    },
  );

  it('the tag tells the variant', () => {
    expect(imageKnowledge('postgres:17').user).toBe(999);
    expect(imageKnowledge('postgres:17-alpine3.22').user).toBe(70);
    expect(imageKnowledge('redis:8-alpine').user).toBe(999);
    expect(imageKnowledge('rabbitmq:4-alpine').user).toBeUndefined();
  });
});
