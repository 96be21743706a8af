import { expect } from 'chai';
import { metadataXml } from '../samples.ts';
import { strictProblems } from './strict-check.ts';

describe('the strict check of metadata', () => {
  it('names every deviation with its line', () => {
    const inside = [
      '<label>L</label>',
      '<contactEmail>me@example.com</contactEmail>',
      '<nonsense/>',
      '<samlConfig>',
      '<acsUrl><x/></acsUrl>',
      '<samlSubjectType>username</samlSubjectType>',
      '<samlSubjectType>Username</samlSubjectType>',
      '</samlConfig>',
    ].join('\n');
    expect(strictProblems(metadataXml('ConnectedApp', inside))).to.deep.equal([
      '5: ConnectedApp has no <nonsense>',
      '7: <acsUrl> holds elements, not a value',
      "8: <samlSubjectType> is 'username', not one of: Username, FederationId, UserId, SpokeId, CustomAttribute, PersistentId",
      '6: <samlConfig> lacks <entityUrl>',
      '9: <samlSubjectType> stands more than once',
      '4: <contactEmail> stands after <label>',
    ]);
  });

  it('accepts neither nil, nor another namespace, nor a type it does not know, nor broken XML', () => {
    const nil =
      '<caSigned xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><masterLabel>L</masterLabel>';
    expect(strictProblems(metadataXml('Certificate', nil))).to.deep.equal(['3: <caSigned> may not be nil']);
    expect(strictProblems('<Certificate/>')).to.deep.equal(['1: <Certificate> is not in the metadata namespace']);
    expect(strictProblems(metadataXml('Flow', ''))).to.deep.equal(['2: <Flow> is no type of the model']);
    expect(strictProblems('<a>')).to.deep.equal([
      '1: XML document structures must start and end within the same entity.',
    ]);
  });
});
