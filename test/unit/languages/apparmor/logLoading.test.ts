import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';
import { files, kernel, observe, profile } from './logHelpers';

const status = (fields: string) => kernel(fields).replace('"DENIED"', '"STATUS"');
const load = (name: string, more: string) =>
  status(`operation="profile_replace" ${more} profile="unconfined" name="${name}" pid=1 comm="apparmor_parser"`);

describe('policy that was not loaded', () => {
  it.each([
    ['info="failed to unpack profile" error=-71', 'failed to unpack profile (EPROTO). The compiled policy does not fit this kernel'],
    ['info="not policy admin" error=-13', 'not policy admin (EACCES). Loading policy needs `mac_admin`'],
    ['error=-12', ': ENOMEM. The kernel had no memory for it.'],
    ['info="something new" error=-99', ': something new (error -99).'],
  ])('says which profile and why: %s', async (more, why) => {
    const { unanswered } = await observe(profile('  /a r,\n'), load('web', more));
    expect(unanswered?.map(({ what }) => what)).toEqual(['profile_replace web']);
    expect(unanswered?.[0]?.why).toContain(`The kernel did not load the profile \`web\`${why.startsWith(':') ? '' : ': '}${why}`);
  });

  it('says it of a profile of no file, too', async () => {
    const { unanswered, unconfined } = await observe(profile('  /a r,\n'), load('other', 'info="profile already exists" error=-17'));
    expect([unanswered, unconfined?.map(({ what }) => what)]).toEqual([[], ['profile_replace other']]);
  });

  it.each([
    ['', 'loaded'],
    ['info="same as current profile, skipping"', 'skipped'],
    ['error=0', 'no error'],
  ])('says nothing of policy that was loaded: %s', async (more) => {
    const { unanswered, unconfined } = await observe(profile('  /a r,\n'), load('web', more));
    expect([unanswered, unconfined]).toEqual([[], []]);
  });
});

describe('a transition to what is not loaded', () => {
  const exec = (name: string, target: string) =>
    kernel(
      `operation="exec" info="profile transition not found" error=-13 profile="web" name="${name}" requested_mask="x" denied_mask="x" target="${target}"`,
    );

  it('names the profile of the file that has to be loaded', async () => {
    const text = `${profile('  /usr/bin/tool Px -> tool,\n  /usr/bin/kid Cx,\n  profile kid /usr/bin/kid {\n    /k r,\n  }\n')}\nprofile tool {\n  /t r,\n}\n`;
    const { unanswered } = await observe(text, [exec('/usr/bin/tool', 'tool'), exec('/usr/bin/kid', 'web//kid')]);
    expect(unanswered?.map(({ why }) => /^The profile `(.+)` of this file was not loaded/.exec(why)?.[1])).toEqual(['tool', 'web//kid']);
  });

  it('says of another file that the profile is not loaded', async () => {
    const { unanswered } = await observe(profile('  /usr/bin/tool Px -> tool,\n'), exec('/usr/bin/tool', 'tool'));
    expect(unanswered?.[0]?.why).toBe('The profile that the rule leads to is not loaded.');
  });
});

describe('a hat that is missing', () => {
  const change = (fields: string) => kernel(`operation="change_hat" info="hat not found" error=-2 profile="web" ${fields}`);
  const written = async (text: string, log: string) => {
    const part = await open(text, files);
    return applyEdits(text, apparmor.fromObservation!(part, log, defaultContext, { prefer: ['child'] }).edits);
  };

  it.each(['name="admin"', 'name="web//admin" target="web//admin"'])('is added where it is chosen: %s', async (fields) => {
    const text = profile('  /a r,\n');
    const after = profile('  /a r,\n\n  hat admin {\n    include <abstractions/base>\n  }\n');
    const { optional, text: plain } = await observe(text, change(fields));
    expect([plain, optional?.map(({ rule }) => rule)]).toEqual([text, ['hat admin { … }']]);
    expect(await written(text, change(fields))).toBe(after);
    expect((await observe(after, change(fields))).optional).toEqual([]);
  });

  it('is not added to a hat', async () => {
    const { optional } = await observe(profile('  ^other {\n    /a r,\n  }\n'), change('name="admin"').replace('"web"', '"web//other"'));
    expect(optional).toEqual([]);
  });
});

describe('a path that needs a flag', () => {
  const disconnected = kernel(
    'operation="sendmsg" class="file" info="Failed name lookup - disconnected path" error=-13 profile="web" name="run/log" requested_mask="w" denied_mask="w" fsuid=0 ouid=0',
  );

  it('is not called allowed by a rule alone', async () => {
    const text = profile('  /run/log w,\n');
    const { rules, covered } = await observe(text, disconnected);
    expect([rules, covered]).toEqual([['flags=(attach_disconnected)'], []]);
    const after = await observe(text.replace('web {', 'web flags=(attach_disconnected) {'), disconnected);
    expect([after.rules, after.covered.map(({ rule }) => rule)]).toEqual([[], ['/run/log w']]);
  });
});
