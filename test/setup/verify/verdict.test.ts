import { expect } from 'chai';
import { EXIT_CODES, verdictOn } from '../../../plugin/setup/verify/verdict.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';

function checks(...statuses: Array<[id: string, status: VerifyCheck['status']]>): VerifyCheck[] {
  return statuses.map(([id, status]) => ({ group: 'response', id, status, title: '', expected: '', actual: '' }));
}

const GOOD = checks(['a', 'pass'], ['b', 'warn'], ['c', 'info'], ['d', 'skip']);
const EXAMINED = { isExamined: true, isCaptured: false };
const NOT_EXAMINED = { isExamined: false, isCaptured: false };

describe('the verdict on a verification', () => {
  it('is "proven" only if a response was examined to its end and nothing failed', () => {
    expect(verdictOn(GOOD, EXAMINED)).to.deep.equal({ verdict: 'proven' });
    expect(verdictOn(GOOD, NOT_EXAMINED)).to.include({ verdict: 'not-proven' });
  });

  it('is "refuted" if anything failed, whatever else is known', () => {
    const failed = [...GOOD, ...checks(['e', 'fail'])];
    expect(verdictOn(failed, EXAMINED)).to.deep.equal({ verdict: 'refuted' });
    expect(verdictOn(failed, { ...NOT_EXAMINED, obstacle: 'login-flow' })).to.deep.equal({ verdict: 'refuted' });
  });

  it('is "not proven" with what stood in the way, if nothing failed', () => {
    expect(verdictOn(GOOD, { ...NOT_EXAMINED, obstacle: 'login-flow' })).to.deep.equal({
      verdict: 'not-proven',
      reason: 'login-flow',
    });
  });

  it('is "not proven" for a captured response that was damaged on its way, and nothing else', () => {
    const captured = { isExamined: false, isCaptured: true };
    const unreadable = checks(['decode.base64', 'fail']);
    expect(verdictOn([...GOOD, ...unreadable], captured)).to.deep.equal({
      verdict: 'not-proven',
      reason: 'response-unreadable',
    });
    expect(verdictOn([...unreadable, ...checks(['setup.app', 'fail'])], captured)).to.include({ verdict: 'refuted' });
    expect(verdictOn(unreadable, NOT_EXAMINED)).to.include({ verdict: 'refuted' });
  });

  it('is not proven if an error of its own ended the examination, and nothing else failed', () => {
    const stopped = checks(['internal', 'fail']);
    expect(verdictOn([...GOOD, ...stopped], NOT_EXAMINED)).to.deep.equal({
      verdict: 'not-proven',
      reason: 'checker-failed',
    });
    expect(verdictOn([...stopped, ...checks(['setup.app', 'fail'])], NOT_EXAMINED)).to.include({ verdict: 'refuted' });
  });

  it('has an exit code of its own that no other ending has', () => {
    expect(EXIT_CODES).to.deep.equal({ proven: 0, refuted: 1, 'not-proven': 5 });
  });
});
