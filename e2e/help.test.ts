import { expect } from 'chai';
import { installSf, type Sf } from './support/sf.ts';

describe('the help, with the unmodified CLI', () => {
  let sf: Sf;

  before(async () => {
    sf = await installSf();
  });
  after(() => sf.remove());

  it('has groups of flags, usage lines, and sections for variables, exit codes and names of errors', async () => {
    const { stdout } = await sf.run(['frontline', 'sso', 'deploy', '--help'], { env: { OCLIF_COLUMNS: '80' } });
    const headings = [...stdout.matchAll(/^[A-Z][A-Z -]+$/gm)].map(([heading]) => heading);
    expect(headings).to.include.members([
      'ORG FLAGS',
      'SEVERAL ORGS FLAGS',
      'TWILIO FLAGS',
      'ACCESS FLAGS',
      'CERTIFICATE FLAGS',
      'HAND-OVER FLAGS',
      'RUN FLAGS',
      'ENVIRONMENT VARIABLES',
      'EXIT CODES',
      'ERROR NAMES',
    ]);
    expect(stdout)
      .to.contain('$ sf frontline sso deploy --definition-file <value>')
      .and.match(/^ +TWILIO_SSO_REALM_SID +\S/m)
      .and.match(/^ +69 +\S/m)
      .and.match(/^ +DeploymentPendingError +\S/m)
      .and.not.match(/\| +[|\]]/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).to.deep.equal([]);
  });
});
