import { expect } from 'chai';
import { platformProblem, type Problem } from './platform-check.ts';
import { metadataXml, SAML_CONFIG } from '../samples.ts';
import { readXml } from '../package/xml-document.ts';

function check(xml: string, typeName: string): Problem | undefined {
  const reading = readXml(xml);
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  return platformProblem(reading.root, typeName);
}

const GOOD = `<contactEmail>me@example.com</contactEmail>\n<label>L</label>\n${SAML_CONFIG}`;
const NAMESPACE = '{http://soap.sforce.com/2006/04/metadata}';

describe('the platform-like check of metadata', () => {
  it('accepts a good file', () => {
    expect(check(metadataXml('ConnectedApp', GOOD), 'ConnectedApp')).to.equal(undefined);
  });

  it('accepts elements in any order', () => {
    const inside = '<label>L</label><contactEmail>me@example.com</contactEmail>';
    expect(check(metadataXml('ConnectedApp', inside), 'ConnectedApp')).to.equal(undefined);
  });

  it('names an unknown element with its namespace and type, at the place just after its start tag', () => {
    const problem = check(metadataXml('ConnectedApp', '    <types>\n    </types>'), 'ConnectedApp');
    expect(problem).to.deep.equal({
      problem: `Error parsing file: Element ${NAMESPACE}types invalid at this location in type ConnectedApp`,
      place: { line: 3, column: 12 },
    });
  });

  it('names an element that is one level too high', () => {
    const problem = check(metadataXml('ConnectedApp', '<acsUrl>https://x</acsUrl>'), 'ConnectedApp');
    expect(problem?.problem).to.include('acsUrl invalid at this location in type ConnectedApp');
  });

  it('does not know an element of another namespace', () => {
    const problem = check(metadataXml('ConnectedApp', '<label xmlns="urn:x">L</label>'), 'ConnectedApp');
    expect(problem?.problem).to.include('Element {urn:x}label invalid at this location');
  });

  it('refuses another root element', () => {
    expect(check(metadataXml('Certificate', ''), 'ConnectedApp')?.problem).to.equal(
      `Error parsing file: Element ${NAMESPACE}Certificate invalid at this location in type ConnectedApp`,
    );
  });

  it('refuses a root element without the metadata namespace', () => {
    expect(check('<ConnectedApp/>', 'ConnectedApp')?.problem).to.include('Element {}ConnectedApp invalid');
  });

  it('accepts equal siblings next to each other', () => {
    const attribute = (key: string): string => `<attributes><formula>'x'</formula><key>${key}</key></attributes>`;
    expect(check(metadataXml('ConnectedApp', attribute('a') + attribute('b') + GOOD), 'ConnectedApp')).to.equal(
      undefined,
    );
  });

  it('refuses equal siblings with something between them, at the first of the second group', () => {
    const attribute = "<attributes><formula>'x'</formula><key>a</key></attributes>";
    const problem = check(metadataXml('ConnectedApp', `${attribute}\n${GOOD}\n${attribute}`), 'ConnectedApp');
    expect(problem).to.deep.equal({
      problem: 'Error parsing file: Element attributes is duplicated at this location in type ConnectedApp',
      place: { line: 7, column: 13 },
    });
  });

  it('refuses an element that may occur once and occurs twice in a row', () => {
    const problem = check(metadataXml('ConnectedApp', `<label>A</label>${GOOD}`), 'ConnectedApp');
    expect(problem?.problem).to.include('Element label is duplicated at this location in type ConnectedApp');
  });

  it('refuses a value that the enumeration does not have, at the place just after the end tag', () => {
    const saml = SAML_CONFIG.replace('Username', 'UserName');
    const problem = check(metadataXml('ConnectedApp', GOOD.replace(SAML_CONFIG, `\n${saml}`)), 'ConnectedApp');
    expect(problem?.problem).to.equal(
      "Error parsing file: 'UserName' is not a valid value for the enum 'SamlSubjectType'",
    );
    expect(problem?.place).to.deep.equal({ line: 6, column: saml.indexOf('</samlConfig>') + 1 });
  });

  it('refuses texts that are not a number, not a boolean or not a full date', () => {
    const certificate = (inside: string): string | undefined =>
      check(metadataXml('Certificate', inside), 'Certificate')?.problem;
    expect(certificate('<keySize>big</keySize>')).to.equal(
      "Error parsing file: 'big' is not a valid value for the type xsd:int",
    );
    expect(certificate('<caSigned>maybe</caSigned>')).to.equal(
      "Error parsing file: 'maybe' is not a valid value for the type xsd:boolean",
    );
    expect(certificate('<expirationDate>2027-11-24</expirationDate>')).to.equal(
      "Error parsing file: '2027-11-24' is not a valid value for the type xsd:dateTime",
    );
  });

  it('refuses elements in place of a text, with the place inside the text', () => {
    const problem = check(metadataXml('ConnectedApp', '<label>a<p>b</p></label>'), 'ConnectedApp');
    expect(problem?.problem).to.equal(
      `Error parsing file: Unexpected element ${NAMESPACE}p during simple type deserialization (3:12)`,
    );
  });

  it('ignores nil values', () => {
    const nil = '<keySize xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>';
    const inside = `<caSigned>false</caSigned>${nil}<masterLabel>L</masterLabel>`;
    expect(check(metadataXml('Certificate', inside), 'Certificate')).to.equal(undefined);
  });

  const required: Array<[string, string, string, string]> = [
    ['a connected app without a label', 'ConnectedApp', '<contactEmail>me@example.com</contactEmail>', 'label'],
    ['a connected app without an email', 'ConnectedApp', '<label>L</label>', 'contactEmail'],
    ['an empty label', 'ConnectedApp', '<contactEmail>me@example.com</contactEmail><label></label>', 'label'],
    ['a SAML part without an ACS URL', 'ConnectedApp', GOOD.replace(/<acsUrl>.*<\/acsUrl>/, ''), 'acsUrl'],
    ['a certificate that does not say who signs', 'Certificate', '<masterLabel>L</masterLabel>', 'caSigned'],
    [
      'settings that switch nothing',
      'IdentityProviderSettings',
      '<certificateName>C</certificateName>',
      'enableIdentityProvider',
    ],
    ['a permission set without a label', 'PermissionSet', '<description>D</description>', 'label'],
  ];
  for (const [what, typeName, inside, field] of required) {
    it(`reports that ${field} is missing in ${what}`, () => {
      expect(check(metadataXml(typeName, inside), typeName)?.problem).to.equal(`Required field is missing: ${field}`);
    });
  }

  it('does not require what the schema requires but retrieved files lack', () => {
    const inside = `${GOOD}<oauthPolicy><refreshTokenPolicy>infinite</refreshTokenPolicy></oauthPolicy>`;
    expect(check(metadataXml('ConnectedApp', inside), 'ConnectedApp')).to.equal(undefined);
  });
});
