import { expect } from 'chai';
import { retryAfterOf } from '../../plugin/http/retry-after.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

describe('the wait that a server asks for', () => {
  for (const [value, wait] of [
    ['2', 2000],
    ['3600', 30_000],
    ['Tue, 24 Nov 2026 12:00:05 GMT', 5000],
    ['Tue, 24 Nov 2026 13:00:00 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:59:00 GMT', undefined],
    ['0', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ] as const) {
    it(`is ${wait} milliseconds for Retry-After ${value}`, () => {
      const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
      expect(retryAfterOf({ headers }, NOW)).to.equal(wait);
    });
  }
});
