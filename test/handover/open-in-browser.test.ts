import { expect } from 'chai';
import { openInBrowser } from '../../plugin/handover/open-in-browser.ts';
import {
  installFakeBrowser,
  type FakeBrowser,
  type FakeBrowserKind,
  type FakeOpenerForm,
} from '../support/fake-browser.ts';
import { itWith, systemHas } from '../support/system-abilities.ts';

const ADDRESS = new URL('https://console.example/a b?c=1&d=$(touch x);"\'');

describe('opening an address in a browser', () => {
  let fake: FakeBrowser;

  const install = async (kind: FakeBrowserKind, form?: FakeOpenerForm): Promise<void> => {
    fake = await installFakeBrowser(kind, form);
  };

  afterEach(() => fake.remove());

  for (const platform of ['linux', 'darwin', 'freebsd'] as const) {
    itWith(
      'shell-programs',
      `hands the address to the opener of ${platform} unchanged, and through no shell`,
      async () => {
        await install('opening');
        expect(await openInBrowser(ADDRESS, { platform })).to.equal(true);
        expect(await fake.opened()).to.deep.equal([ADDRESS.href]);
      },
    );
  }

  for (const form of systemHas('shell-programs') ? (['script', 'program'] as const) : (['program'] as const)) {
    it(`uses the handler of addresses on Windows (a ${form} stands in for it here)`, async () => {
      await install('opening', form);
      expect(await openInBrowser(ADDRESS, { platform: 'win32', longestWait: 20_000 })).to.equal(true);
      expect(await fake.opened()).to.deep.equal(['url.dll,FileProtocolHandler', ADDRESS.href]);
    });
  }

  it('says that it could not, if the opener finds no browser', async () => {
    await install('refusing');
    expect(await openInBrowser(ADDRESS, { longestWait: 20_000 })).to.equal(false);
  });

  it('says that it could not, if there is no opener', async () => {
    await install('none');
    expect(await openInBrowser(ADDRESS, { longestWait: 20_000 })).to.equal(false);
  });

  it('does not wait for an opener that runs the browser itself', async () => {
    await install('lasting');
    expect(await openInBrowser(ADDRESS, { longestWait: 0 })).to.equal(true);
    fake.close();
  });
});
