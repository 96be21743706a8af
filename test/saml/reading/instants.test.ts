import { expect } from 'chai';
import { judgeWindow, parseInstant } from '../../../plugin/saml/reading/instants.ts';

describe('a SAML time', () => {
  const good: Array<[text: string, iso: string]> = [
    ['2026-11-24T12:00:00Z', '2026-11-24T12:00:00.000Z'],
    ['2026-11-24T12:00:00.5Z', '2026-11-24T12:00:00.500Z'],
    ['2026-11-24T12:00:00.123456789Z', '2026-11-24T12:00:00.123Z'],
    ['2028-02-29T23:59:59.999Z', '2028-02-29T23:59:59.999Z'],
    // What .NET writes for "no time".
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ];
  for (const [text, iso] of good) {
    it(`${text} is read`, () => {
      expect(new Date(parseInstant(text)!).toISOString()).to.equal(iso);
    });
  }

  const bad = [
    ...['', 'today', '2026-11-24', '2026-11-24T12:00:00', '2026-11-24T12:00:00+00:00', '2026-02-29T12:00:00Z'],
    ...[
      '2026-13-01T12:00:00Z',
      '2026-11-24T24:00:00Z',
      '2026-11-24T12:60:00Z',
      '2026-11-24T12:00:60Z',
      '0000-01-01T00:00:00Z',
      '0001-02-29T00:00:00Z',
    ],
    ...[' 2026-11-24T12:00:00Z', '2026-11-24t12:00:00z', '2026-11-24T12:00:00.Z', '+002026-11-24T12:00:00Z'],
  ];
  for (const text of bad) {
    it(`"${text}" is refused`, () => {
      expect(parseInstant(text)).to.equal(undefined);
    });
  }
});

describe('a period of time, with an allowance of 180 seconds', () => {
  const window = { notBefore: '2026-11-24T12:00:00Z', notOnOrAfter: '2026-11-24T12:05:00Z' };
  const cases: Array<[now: string, status: string]> = [
    ['2026-11-24T11:56:59.999Z', 'fail'],
    ['2026-11-24T11:57:00.000Z', 'warn'],
    ['2026-11-24T11:59:59.999Z', 'warn'],
    ['2026-11-24T12:00:00.000Z', 'pass'],
    ['2026-11-24T12:04:59.999Z', 'pass'],
    ['2026-11-24T12:05:00.000Z', 'warn'],
    ['2026-11-24T12:07:59.999Z', 'warn'],
    ['2026-11-24T12:08:00.000Z', 'fail'],
  ];
  for (const [now, status] of cases) {
    it(`is a ${status} at ${now}`, () => {
      expect(judgeWindow(window, new Date(now)).status).to.equal(status);
    });
  }
});
