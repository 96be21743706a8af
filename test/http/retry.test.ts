import { expect } from 'chai';
import { waitBeforeRetry } from '../../plugin/http/retry.ts';

describe('the wait before a request is sent again', () => {
  it('doubles with each attempt, spread by a quarter', () => {
    for (const [attempt, middle] of [
      [1, 250],
      [2, 500],
      [4, 2000],
    ] as const) {
      for (let draw = 0; draw < 100; draw++) {
        expect(waitBeforeRetry(attempt, 250)).to.be.within(middle * 0.75, middle * 1.25);
      }
    }
  });

  it('is what the server asks for, if it asks', () => {
    expect(waitBeforeRetry(4, 250, 30)).to.equal(30);
  });
});
