const SID = 'JB0123456789abcdef0123456789abcdef';

/** The Realm SID that the inputs are about. */
export const REALM_SID = SID;

const ADDRESS = 'https://iam.twilio.com/v2/saml2';

/** What people type or paste where a Realm SID is asked for. The command and the hand-over page must read it alike. */
export const REALM_INPUTS = [
  SID,
  `  ${SID}\t`,
  `\u00a0${SID}\ufeff`,
  SID.toUpperCase(),
  SID.toLowerCase(),
  `JB${'f'.repeat(32)}`,
  `${ADDRESS}/metadata/${SID}`,
  `${ADDRESS}/authenticate/${SID}`,
  ` ${ADDRESS}/authenticate/${SID}/ `,
  `${ADDRESS}/metadata/${SID}?download=1`,
  `${ADDRESS}/metadata/${SID}/#top`,
  `${ADDRESS.toUpperCase()}/METADATA/${SID}`,
  `${ADDRESS}/metadata/${SID.toUpperCase()}`,
  `${ADDRESS}/metadata/JB${'f'.repeat(32)}`,
  `${ADDRESS}/metadata/${SID}/more`,
  `${ADDRESS}/login/${SID}`,
  `${ADDRESS}/metadata/`,
  `http://iam.twilio.com/v2/saml2/metadata/${SID}`,
  `https://iam.twilio.com.example/v2/saml2/metadata/${SID}`,
  `https://iam-twilio.com/v2/saml2/metadata/${SID}`,
  `iam.twilio.com/v2/saml2/metadata/${SID}`,
  `${SID}0`,
  `${SID} ${SID}`,
  `"${SID}"`,
  SID.slice(0, -1),
  SID.slice(0, 5),
  `${SID.slice(0, 5)}x`,
  `${ADDRESS}/metadata/${SID.slice(0, 9)}`,
  `AC${SID.slice(2)}`,
  'https://acme.my.salesforce.com',
  'J',
  'x',
  '',
  '   ',
];
