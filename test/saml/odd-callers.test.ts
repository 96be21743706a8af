import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fastCheck from 'fast-check';
import { checkIds } from '../../plugin/saml/report/check-table.ts';
import { checkResponse } from '../../plugin/setup/verify/check-response.ts';
import { expected, makeXml, now, requestId, toBase64, withStatus } from './sign-in.ts';

describe('a caller that passes values of other types than declared', () => {
  const field = toBase64(makeXml());

  it('gets a report, whatever it passes', () => {
    const anything = fastCheck.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
    });
    const settings = fastCheck.record(
      {
        certificates: anything,
        issuer: anything,
        acsUrl: anything,
        requestId: anything,
        now: anything,
        orgId: anything,
        seenAssertionIds: anything,
        profile: anything,
      },
      { requiredKeys: [] },
    );
    fastCheck.assert(
      fastCheck.property(
        fastCheck.oneof(anything, fastCheck.constant(field)),
        fastCheck.oneof(anything, settings),
        (response, given) => {
          const report = checkResponse(response as never, given as never);
          expect(report.ok).to.equal(false);
          expect(report.checks).to.have.length(checkIds.length);
        },
      ),
      { seed: 20261124, numRuns: 300 },
    );
  });

  it('gets a report even if reading its values throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const getter = {
      get now(): Date {
        throw new Error('no');
      },
    };
    const unreadable = {
      get now(): Date {
        throw Object.assign(new Error('no'), { message: Symbol('no') });
      },
    };
    const worse = {
      get now(): Date {
        throw proxy as Error;
      },
    };
    for (const given of [proxy, getter, unreadable, worse]) {
      const report = checkResponse(field, given as never);
      expect(withStatus(report, 'fail')).to.deep.equal(['internal']);
      expect(report.checks.find(({ id }) => id === 'internal')?.fix).to.equal(
        'Pass the expected values as plain data.',
      );
      expect(report.ok).to.equal(false);
    }
    for (const given of [null, undefined]) {
      expect(checkResponse(field, given as never).ok).to.equal(false);
    }
    expect(checkResponse(proxy as never, expected).ok).to.equal(false);
  });

  it('is told that an error stopped the examination, which is no finding about the response', () => {
    const seenAssertionIds = new Set<string>();
    seenAssertionIds.has = () => {
      throw new TypeError('no');
    };
    const report = checkResponse(field, { ...expected, seenAssertionIds });
    expect(report.ok).to.equal(false);
    expect(withStatus(report, 'fail')).to.deep.equal(['internal']);
    expect(withStatus(report, 'skip')).to.have.length(checkIds.length - 1);
    const internal = report.checks.find(({ id }) => id === 'internal');
    expect(internal?.actual).to.match(/^TypeError: no \(odd-callers\.test\.ts:\d+:\d+\)$/);
    expect(internal?.hint).to.match(/It says nothing about the response/);
    expect(internal?.fix).to.match(/^Report it to the maintainers of sf-plugin-frontline/);
  });

  it('gets no pass for a value of a wrong type, as if it had passed none', () => {
    const first = { seenAssertionIds: new Set<string>() };
    checkResponse(field, { ...expected, ...first });
    const cases: Array<[string, object]> = [
      ['replay', { seenAssertionIds: [...first.seenAssertionIds] }],
      ['ass.nameId.value', { username: ['ada@example.com'] }],
      ['ass.roles', { role: 7 }],
      ['cert.parse', { certificates: Array.from({ length: 11 }, () => expected.certificates[0]) }],
    ];
    for (const [id, given] of cases) {
      expect(withStatus(checkResponse(field, { ...expected, ...given }), 'fail')).to.deep.equal([id]);
    }
  });

  it('may pass a date and a set of another realm of JavaScript', () => {
    const seenAssertionIds = runInNewContext('new Set()') as Set<string>;
    const foreign = { now: runInNewContext(`new Date(${now.getTime()})`) as Date, seenAssertionIds };
    expect(checkResponse(field, { ...expected, ...foreign }).ok).to.equal(true);
    expect(withStatus(checkResponse(field, { ...expected, ...foreign }), 'fail')).to.deep.equal(['replay']);
  });

  it('never gets a pass for a comparison with empty text', () => {
    const empty = { ...expected, issuer: '', acsUrl: '', entityId: '', requestId: '', username: '' };
    const making = { content: { issuer: '', acsUrl: '', entityId: '', inResponseTo: '', nameId: '' } };
    const report = checkResponse(toBase64(makeXml(making)), empty);
    expect(withStatus(report, 'fail')).to.include.members([
      ...['resp.issuer', 'ass.issuer', 'resp.destination', 'ass.recipient', 'ass.audience'],
      ...['resp.inResponseTo', 'ass.inResponseTo', 'ass.nameId.value'],
    ]);
  });

  it('finds nothing changed that it passed, except the set of seen IDs', () => {
    const given = Object.freeze({
      ...expected,
      certificates: Object.freeze([...expected.certificates]) as string[],
      requestId,
    });
    expect(checkResponse(field, given).ok).to.equal(true);
  });
});
