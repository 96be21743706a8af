import { expect } from 'chai';
import { setClock } from '../../../plugin/http/clock.ts';
import { readPublication } from '../../../plugin/salesforce/org/identity-provider.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { instantClock } from '../../support/instant-clock.ts';

describe('the metadata that an org publishes', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    setClock(instantClock());
    org = await startEmulatedOrg({ identityProvider: 'on' });
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  const text = (status: number, body = '', contentType = 'text/plain'): FaultAction => ({
    kind: 'status',
    status,
    contentType,
    body,
  });

  async function hitsAndAnswer(times: number, action: FaultAction): Promise<[number, string]> {
    const fault = org.inject({ times, action });
    const publication = await readPublication(org.url);
    fault.remove();
    return [fault.hits, typeof publication === 'string' ? publication : 'read'];
  }

  for (const action of [
    { kind: 'reset' },
    { kind: 'cut' },
    { kind: 'empty' },
    text(503),
    text(500),
    text(429),
    text(401),
    text(403),
    text(200, 'upstream: ok'),
  ] satisfies FaultAction[]) {
    it(`is asked for up to three times after ${JSON.stringify(action)}`, async () => {
      expect(await hitsAndAnswer(2, action)).to.deep.equal([2, 'read']);
      expect(await hitsAndAnswer(-1, action)).to.deep.equal([3, 'not readable']);
    });
  }

  for (const [action, answer] of [
    [text(404), 'not served'],
    [{ kind: 'html' }, 'not served'],
  ] satisfies Array<[FaultAction, string]>) {
    it(`is asked for once after ${JSON.stringify(action)}`, async () => {
      expect(await hitsAndAnswer(-1, action)).to.deep.equal([1, answer]);
    });
  }
});
