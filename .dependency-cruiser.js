/**
 * Which room of the code may import from which: the arrows of DESIGN.md. A room may import from the rooms in its list,
 * and from the tools that every room may use. It may import nothing else, so a new room needs an entry here.
 * `npm run check` enforces this, for types too. The rooms are in the order in which a command passes through them.
 */
const arrows = [
  {
    room: 'index.ts',
    mayImport: ['setup', 'saml'],
    because: 'it only exports what other programs may import',
  },
  {
    room: 'saml.ts',
    mayImport: ['saml'],
    because: 'it only exports what other programs may import that check SAML responses',
  },
  {
    room: 'commands',
    mayImport: ['several-orgs', 'handover', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'a command reads its flags, calls one use case and shows the result. It does not read SAML itself',
  },
  {
    room: 'hooks',
    mayImport: ['setup', 'salesforce', 'http'],
    because: 'a check of `sf doctor` calls use cases, as a command does',
  },
  {
    room: 'several-orgs',
    mayImport: ['handover', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'it does for each of many orgs what a command does for one',
  },
  {
    room: 'handover',
    mayImport: ['handover/page', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'it writes and shows the values that a use case has read',
  },
  {
    room: 'handover/page',
    mayImport: ['terminal', 'setup', 'salesforce', 'twilio'],
    because: 'the page does not know where it is written or who opens it',
  },
  {
    room: 'terminal',
    mayImport: ['setup', 'salesforce', 'saml', 'twilio'],
    because: 'flags and texts are about the input and the results of use cases',
  },
  {
    room: 'setup/settings',
    mayImport: ['salesforce', 'twilio'],
    because: 'settings are checked before the org is read',
  },
  {
    room: 'setup/access',
    mayImport: ['salesforce'],
    because: 'access can be given and revoked without a plan or a deploy',
  },
  {
    room: 'setup/inspect',
    mayImport: ['setup/settings', 'setup/access', 'salesforce', 'twilio', 'saml'],
    because: 'inspecting an org does not depend on any plan',
  },
  {
    room: 'setup/plan',
    mayImport: ['setup/settings', 'setup/access', 'setup/inspect', 'salesforce', 'twilio'],
    because: 'a plan compares the settings with the org. It does not know how it is carried out',
  },
  {
    room: 'setup/verify',
    mayImport: [
      'setup/settings',
      'setup/access',
      'setup/inspect',
      'setup/plan',
      'salesforce',
      'twilio',
      'saml',
      'http',
    ],
    because: 'verifying does not depend on who made the setup',
  },
  {
    room: 'setup/deploy',
    mayImport: ['setup/settings', 'setup/access', 'setup/inspect', 'setup/plan', 'setup/verify', 'salesforce', 'http'],
    because: 'a deploy carries out a plan, and its result has what verifying found',
  },
  {
    room: 'setup/rotate',
    mayImport: ['setup/(settings|access|inspect|plan|verify|deploy)', 'salesforce', 'twilio', 'saml'],
    because: 'a rotation deploys and verifies. A deploy never rotates',
  },
  {
    room: 'setup/delete',
    mayImport: ['setup/(settings|access|inspect|plan|deploy)', 'salesforce', 'twilio'],
    because: 'it deletes what a deploy made',
  },
  {
    room: 'setup/generate',
    mayImport: ['setup/(settings|access|inspect|plan|deploy)', 'salesforce'],
    because: 'it writes what a deploy would send into files',
  },
  {
    room: 'salesforce/api',
    mayImport: ['http'],
    because: 'the way to reach an org does not depend on what the org has',
  },
  {
    room: 'salesforce/metadata',
    mayImport: ['salesforce/api'],
    because: 'metadata is read and written in the same way for every type',
  },
  {
    room: 'salesforce/org',
    mayImport: ['salesforce/api', 'salesforce/metadata', 'http'],
    because: 'each file is about one thing in the org, and needs no source and no deployment',
  },
  {
    room: 'salesforce/people',
    mayImport: ['salesforce/api', 'salesforce/org'],
    because: 'users are the same whatever they may use',
  },
  {
    room: 'salesforce/source',
    mayImport: ['salesforce/metadata', 'salesforce/org'],
    because: 'a source folder has the same components as an org, but needs no connection',
  },
  {
    room: 'salesforce/deployment',
    mayImport: ['salesforce/api', 'salesforce/metadata', 'salesforce/org', 'http'],
    because: 'a deployment sends any components, wherever they come from',
  },
  {
    room: 'salesforce/sign-in',
    mayImport: ['salesforce/org', 'http'],
    because: 'a sign-in acts as a browser and has nothing to do with deployments',
  },
  {
    room: 'twilio',
    mayImport: ['http'],
    because: 'the service provider is the same for every identity provider',
  },
  {
    room: 'saml',
    mayImport: ['saml/checks', 'saml/report', 'saml/reading'],
    because: 'a response is checked against SAML and what the caller expects. No product matters',
  },
  {
    room: 'saml/checks',
    mayImport: ['saml/signature', 'saml/schema', 'saml/report', 'saml/reading'],
    because: 'a value is checked after the signature that covers it',
  },
  {
    room: 'saml/signature',
    mayImport: ['saml/schema', 'saml/report', 'saml/reading'],
    because: 'verifying a signature does not depend on what it covers',
  },
  {
    room: 'saml/schema',
    mayImport: ['saml/report', 'saml/reading'],
    because: 'what the standards allow does not depend on who signed, or on what a caller expects',
  },
  {
    room: 'saml/reading',
    mayImport: ['saml/report'],
    because: 'reading checks only that the response can be read',
  },
  {
    room: 'saml/reading/xml',
    mayImport: ['saml/report', 'saml/reading'],
    because: 'two readers share the tree and nothing else, whatever the document is',
  },
  {
    room: 'saml/report',
    mayImport: [],
    because: 'a report consists of findings, and does not know what found them',
  },
  {
    room: 'http',
    mayImport: [],
    because: 'sending a request does not depend on who receives it',
  },
];

/** What every room may use. It imports from no room. */
const everybody = ['text', 'files', 'errors\\.ts', 'error-names\\.ts'];

const rooms = arrows.map(({ room }) => room);

/** The files of a room, without those of rooms inside it that have their own entry. */
function filesOf(room) {
  const inside = rooms.filter((other) => other.startsWith(`${room}/`));
  return { path: `^plugin/${room}(/|$)`, ...(inside.length > 0 ? { pathNot: `^plugin/(${inside.join('|')})/` } : {}) };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other can only be read together. Move what both need into a third file.',
      severity: 'error',
      from: { path: '^plugin/' },
      to: { circular: true },
    },
    ...arrows.map(({ room, mayImport, because }) => ({
      name: `arrows-of-${room}`,
      comment: `${because}.`,
      severity: 'error',
      from: filesOf(room),
      to: { path: '^plugin/', pathNot: [room, ...mayImport, ...everybody].map((other) => `^plugin/${other}(/|$)`) },
    })),
    {
      name: 'arrows-of-everybody',
      comment: 'What every room uses imports from no room.',
      severity: 'error',
      from: { path: `^plugin/(${everybody.join('|')})` },
      to: { path: '^plugin/', pathNot: `^plugin/(${everybody.join('|')})` },
    },
    {
      name: 'no-room-without-arrows',
      comment: 'Enter a new room in .dependency-cruiser.js, with what it may import.',
      severity: 'error',
      from: { path: '^plugin/', pathNot: `^plugin/(${[...rooms, ...everybody].join('|')})(/|$)` },
      to: {},
    },
    {
      name: 'saml-without-platform',
      comment:
        'Other programs import the SAML library. They must not load the libraries of Salesforce and oclif for it.',
      severity: 'error',
      from: { path: '^plugin/saml([.]ts$|/)' },
      to: { path: 'node_modules/@(salesforce|oclif|jsforce)/', reachable: true },
    },
    {
      name: 'plugin-without-tests',
      comment: 'The tests are not in the package.',
      severity: 'error',
      from: { path: '^plugin/' },
      to: { path: '^(test|scripts|bench|e2e)/' },
    },
    {
      name: 'emulators-without-plugin',
      comment: 'The emulators behave as the platform does, not as the plugin would like.',
      severity: 'error',
      from: { path: '^test/(org|twilio)/' },
      to: { path: '^(plugin|scripts|bench|e2e|force-app)/' },
    },
    {
      name: 'emulated-org-by-itself',
      comment: 'The emulated org is a package that other projects can use as it is.',
      severity: 'error',
      from: { path: '^test/org/' },
      to: { path: '^test/', pathNot: '^test/org/' },
    },
    {
      name: 'emulated-twilio-by-itself',
      comment: 'The emulated Twilio is a package of its own. Only its tests get responses from the emulated org.',
      severity: 'error',
      from: { path: '^test/twilio/', pathNot: '[.]test[.]ts$|^test/twilio/(fixture[.]ts|rejections/)' },
      to: { path: '^test/', pathNot: '^test/twilio/' },
    },
    {
      name: 'tests-of-emulated-twilio',
      comment: 'The tests of the emulated Twilio may use the emulated org, but no other part of the tests.',
      severity: 'error',
      from: { path: '^test/twilio/' },
      to: { path: '^test/', pathNot: '^test/(twilio|org)/' },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that cannot be found is a mistake, and its arrow cannot be checked.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};
