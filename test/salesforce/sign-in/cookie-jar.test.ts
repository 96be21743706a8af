import { expect } from 'chai';
import { CookieJar } from '../../../plugin/salesforce/sign-in/cookie-jar.ts';

function headerAfter(...headers: string[]): string | undefined {
  const jar = new CookieJar();
  jar.store(headers);
  return jar.header();
}

describe('the cookie jar', () => {
  it('is empty at first', () => {
    expect(new CookieJar().header()).to.equal(undefined);
  });

  it('gives back names and values, the newest value of each name', () => {
    expect(headerAfter('sid=00D!AQ.a_b; Path=/; HttpOnly; Secure', 'BrowserId=x=y; Max-Age=100', 'sid=new')).to.equal(
      'sid=new; BrowserId=x=y',
    );
  });

  it('forgets what it is told to delete, and only that', () => {
    const kept = 'a=1; Expires=Wed, 01 Jan 2200 00:00:00 GMT';
    expect(headerAfter(kept, 'b=2', 'b=; Expires=Thu, 01 Jan 1970 00:00:01 GMT')).to.equal('a=1');
    expect(headerAfter(kept, 'b=2', 'b=; max-age=0')).to.equal('a=1');
    expect(headerAfter(kept, 'b=2', 'b=3; Expires=soon')).to.equal('a=1; b=3');
  });

  it('takes nothing from a text that is no cookie', () => {
    expect(headerAfter('', '=value', 'name', '; Path=/')).to.equal(undefined);
  });
});
