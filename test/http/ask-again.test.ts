import { expect } from 'chai';
import { askAgain, type AskAgainOptions } from '../../plugin/http/ask-again.ts';
import { clock, setClock } from '../../plugin/http/clock.ts';
import { instantClock } from '../support/instant-clock.ts';

describe('asking again', () => {
  let start: number;

  beforeEach(() => {
    setClock(instantClock());
    start = clock().now();
  });
  afterEach(() => setClock());

  /** The times of the questions, in milliseconds from the start. */
  async function timesOf(
    answers: string[],
    seconds: number,
    options: Partial<AskAgainOptions<string>> = {},
  ): Promise<{ times: number[]; answer: string }> {
    const times: number[] = [];
    const ask = (): Promise<string> => {
      times.push(clock().now() - start);
      return Promise.resolve(answers[times.length - 1] ?? 'no');
    };
    const answer = await askAgain(ask, {
      mayChange: (given) => given === 'no',
      until: start + seconds * 1000,
      firstPause: 1000,
      ...options,
    });
    return { times, answer };
  }

  it('asks once if the first answer is final', async () => {
    const { times, answer } = await timesOf(['yes'], 30);
    expect([times.length, answer]).to.deep.equal([1, 'yes']);
  });

  it('asks once if there is no time to wait', async () => {
    const { times, answer } = await timesOf(['no', 'yes'], 0);
    expect([times.length, answer]).to.deep.equal([1, 'no']);
  });

  it('asks until the answer is final, with pauses that grow', async () => {
    const { times, answer } = await timesOf(['no', 'no', 'no', 'yes'], 3600);
    expect(answer).to.equal('yes');
    const pauses = times.slice(1).map((time, index) => time - times[index]!);
    expect(pauses).to.have.length(3);
    [1000, 2000, 4000].forEach((middle, index) => {
      expect(pauses[index]).to.be.within(middle * 0.75, middle * 1.25 + 100);
    });
  });

  it('asks for the last time when the time is over, and gives that answer', async () => {
    const { times, answer } = await timesOf([], 30);
    expect(answer).to.equal('no');
    expect(times.at(-1)).to.be.within(30_000, 30_100);
  });

  it('waits for a minute at most', async () => {
    const { times } = await timesOf([], 1800);
    const pauses = times.slice(1).map((time, index) => time - times[index]!);
    expect(Math.max(...pauses)).to.be.within(60_000, 60_100);
  });

  it('tells every answer that is not the last', async () => {
    const told: string[] = [];
    await timesOf(['no', 'no', 'yes'], 3600, { onWait: (answer) => told.push(answer) });
    expect(told).to.deep.equal(['no', 'no']);
  });
});
