import { expect } from 'chai';
import { inSeveralOrgs, type OrgWork } from '../../plugin/several-orgs/org-outcomes.ts';

const done = (result: string): OrgWork<string> => ({ ok: true, summary: 'done', result });

describe('work in several orgs', () => {
  it('runs in three orgs at a time, and gives the results in the order of the orgs', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const finish = new Map<string, () => void>();
    const running = inSeveralOrgs(
      names.map((org) => ({ org })),
      async ({ org }) => {
        await new Promise<void>((resolve) => finish.set(org, resolve));
        finish.delete(org);
        return done(org);
      },
    );
    const atWork: string[][] = [];
    while (finish.size > 0) {
      atWork.push([...finish.keys()]);
      // The last one to begin is the first to end.
      finish.get([...finish.keys()].at(-1)!)?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Math.max(...atWork.map(({ length }) => length))).to.equal(3);
    expect(atWork[0]).to.deep.equal(['a', 'b', 'c']);
    expect(await running).to.deep.equal({
      ok: true,
      orgs: names.map((org) => ({ org, outcome: 'succeeded', summary: 'done', result: org })),
    });
  });

  it('goes on in the other orgs after one has failed, with or without a result', async () => {
    const targets = ['broken', 'refused', 'good', 'last'].map((org) => ({ org }));
    const { ok, orgs } = await inSeveralOrgs(targets, ({ org }) => {
      if (org === 'broken') {
        return Promise.reject(Object.assign(new Error('no way in'), { name: 'NoWayError', actions: ['knock'] }));
      }
      return Promise.resolve({ ...done(org), ok: org !== 'refused' });
    });
    expect(ok).to.equal(false);
    expect(orgs.map(({ org, outcome }) => `${org} ${outcome}`)).to.deep.equal([
      'broken failed',
      'refused failed',
      'good succeeded',
      'last succeeded',
    ]);
    expect(orgs[0]).to.deep.include({ error: { name: 'NoWayError', message: 'no way in', actions: ['knock'] } });
    expect(orgs[1]).to.include({ result: 'refused' }).and.not.have.property('error');
  });

  it('is neither a success nor a failure in an org in which nothing failed and nothing is proven', async () => {
    const targets = ['proven', 'open'].map((org) => ({ org }));
    const { ok, orgs } = await inSeveralOrgs(targets, ({ org }) =>
      Promise.resolve(org === 'open' ? { ...done(org), ok: false, notProven: true } : done(org)),
    );
    expect(ok).to.equal(false);
    expect(orgs.map(({ outcome }) => outcome)).to.deep.equal(['succeeded', 'not-proven']);
    expect(orgs[1]).to.deep.equal({ org: 'open', outcome: 'not-proven', summary: 'done', result: 'open' });
  });
});
