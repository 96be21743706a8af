import { expect } from 'chai';
import { checkResponse } from '../../plugin/saml/check-response.ts';
import type { CheckId } from '../../plugin/saml/report/check-table.ts';
import type { Expected } from '../../plugin/saml/report/expectations.ts';
import { expected, makeXml, toBase64, withStatus, type Making } from './sign-in.ts';

/** A response that must be refused: how it comes about, and exactly the checks that must fail. */
export type Rejection = {
  name: string;
  /** How the usual response is changed, or the whole document, or the field itself. */
  from: Making | { xml: string } | { field: string };
  expecting?: Partial<Expected>;
  fails: CheckId[];
};

/** One test for each. */
export function itRejects(rejections: Rejection[]): void {
  for (const { name, from, expecting, fails } of rejections) {
    it(`${name}: fails ${fails.join(', ')}`, () => {
      const report = checkResponse(fieldOf(from), { ...expected, ...expecting });
      expect(withStatus(report, 'fail')).to.have.members(fails);
      expect(report.ok).to.equal(false);
    });
  }
}

function fieldOf(from: Rejection['from']): string {
  if ('field' in from) {
    return from.field;
  }
  return toBase64('xml' in from ? from.xml : makeXml(from));
}
