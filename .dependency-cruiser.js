/**
 * Which room of the code may import from which: the arrows of DESIGN.md. A room may import from those it names here and
 * from the tools that everybody may use, and from nothing else, so that a new room has to be entered before it is used.
 * `npm run check` holds it, for types too. The order is the one in which a command walks through the rooms.
 */
const arrows = [
  {
    room: 'index.ts',
    mayImport: ['setup', 'saml'],
    because: 'it only names what other programs may import',
  },
  {
    room: 'commands',
    mayImport: ['several-orgs', 'handover', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'a command reads its flags, calls one use case and shows the result; it never looks at SAML itself',
  },
  {
    room: 'hooks',
    mayImport: ['setup', 'salesforce', 'http'],
    because: '`sf doctor` asks as a command does',
  },
  {
    room: 'several-orgs',
    mayImport: ['handover', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'it does for each of many orgs what a command does for one',
  },
  {
    room: 'handover',
    mayImport: ['handover/page', 'terminal', 'setup', 'salesforce', 'twilio', 'http'],
    because: 'it writes and shows what a use case has found',
  },
  {
    room: 'handover/page',
    mayImport: ['terminal', 'setup', 'salesforce', 'twilio'],
    because: 'a page is made without knowing where it is written or opened',
  },
  {
    room: 'terminal',
    mayImport: ['setup', 'salesforce', 'saml', 'twilio', 'http'],
    because: 'flags and texts are about what the use cases take and give',
  },
  {
    room: 'setup/settings',
    mayImport: ['salesforce', 'twilio'],
    because: 'what is wanted is known before anything is looked at',
  },
  {
    room: 'setup/access',
    mayImport: ['setup/settings', 'salesforce', 'twilio'],
    because: 'profiles and permission sets are given access with and without a setup',
  },
  {
    room: 'setup/inspect',
    mayImport: ['setup/settings', 'setup/access', 'salesforce', 'twilio', 'saml'],
    because: 'the org is read without a plan in mind',
  },
  {
    room: 'setup/plan',
    mayImport: ['setup/settings', 'setup/access', 'setup/inspect', 'salesforce', 'twilio', 'saml'],
    because: 'a plan compares what is wanted with what is there, and does not know how it is carried out',
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
    because: 'a setup is proved whoever made it',
  },
  {
    room: 'setup/deploy',
    mayImport: [
      'setup/settings',
      'setup/access',
      'setup/inspect',
      'setup/plan',
      'setup/verify',
      'salesforce',
      'twilio',
      'http',
    ],
    because: 'it carries out a plan, and tells in its result what verifying found',
  },
  {
    room: 'setup/rotate',
    mayImport: ['setup/(settings|access|inspect|plan|verify|deploy)', 'salesforce', 'twilio', 'saml', 'http'],
    because: 'a rotation deploys and proves; no deploy rotates',
  },
  {
    room: 'setup/delete',
    mayImport: ['setup/(settings|access|inspect|plan|deploy)', 'salesforce', 'twilio', 'http'],
    because: 'it takes away what a deploy made',
  },
  {
    room: 'setup/generate',
    mayImport: ['setup/(settings|access|inspect|plan|deploy)', 'salesforce', 'twilio'],
    because: 'it writes into files what a deploy would send',
  },
  {
    room: 'salesforce/api',
    mayImport: ['http'],
    because: 'how an org is reached says nothing of what is in it',
  },
  {
    room: 'salesforce/metadata',
    mayImport: ['salesforce/api'],
    because: 'metadata is read and written alike, whatever its type',
  },
  {
    room: 'salesforce/org',
    mayImport: ['salesforce/api', 'salesforce/metadata', 'http'],
    because: 'each thing in the org is known by itself',
  },
  {
    room: 'salesforce/source',
    mayImport: ['salesforce/metadata', 'salesforce/org'],
    because: 'a folder holds the things of an org and needs no connection',
  },
  {
    room: 'salesforce/deployment',
    mayImport: ['salesforce/api', 'salesforce/metadata', 'salesforce/org', 'http'],
    because: 'a deployment sends what it is given, wherever it comes from',
  },
  {
    room: 'salesforce/sign-in',
    mayImport: ['salesforce/api', 'salesforce/org', 'http'],
    because: 'a sign-in is a browser of its own, with no part in deployments',
  },
  {
    room: 'twilio',
    mayImport: ['http'],
    because: 'the service provider is the same for every identity provider',
  },
  {
    room: 'saml',
    mayImport: ['saml/checks', 'saml/report', 'saml/reading'],
    because: 'a response is judged by SAML and what the caller expects, by no product',
  },
  {
    room: 'saml/checks',
    mayImport: ['saml/signature', 'saml/report', 'saml/reading'],
    because: 'values are judged after the signature that covers them',
  },
  {
    room: 'saml/signature',
    mayImport: ['saml/report', 'saml/reading'],
    because: 'a signature is verified whatever it covers',
  },
  {
    room: 'saml/reading',
    mayImport: ['saml/report'],
    because: 'reading judges nothing but whether it can be read',
  },
  {
    room: 'saml/report',
    mayImport: [],
    because: 'a report is made of findings, whoever finds them',
  },
  {
    room: 'http',
    mayImport: [],
    because: 'a request is the same to everybody',
  },
];

/** What every room may use: it knows none of them. */
const everybody = ['text', 'files', 'errors\\.ts', 'error-names\\.ts'];

const rooms = arrows.map(({ room }) => room);

/** The files of a room, but for rooms inside it that are entered on their own. */
function filesOf(room) {
  const inside = rooms.filter((other) => other.startsWith(`${room}/`));
  return { path: `^plugin/${room}(/|$)`, ...(inside.length > 0 ? { pathNot: `^plugin/(${inside.join('|')})/` } : {}) };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other can only be read together. Move what both need into a third.',
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
      comment: 'what everybody uses knows nobody.',
      severity: 'error',
      from: { path: `^plugin/(${everybody.join('|')})` },
      to: { path: '^plugin/', pathNot: `^plugin/(${everybody.join('|')})` },
    },
    {
      name: 'no-room-without-arrows',
      comment: 'A new room says in .dependency-cruiser.js what it may import.',
      severity: 'error',
      from: { path: '^plugin/', pathNot: `^plugin/(${[...rooms, ...everybody].join('|')})(/|$)` },
      to: {},
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
      comment: 'What is emulated behaves as the platform does, not as the plugin would like.',
      severity: 'error',
      from: { path: '^test/(org|twilio)/' },
      to: { path: '^(plugin|scripts|bench|e2e|force-app)/' },
    },
    {
      name: 'emulated-org-by-itself',
      comment: 'It is a package of its own, which another project can take as it is.',
      severity: 'error',
      from: { path: '^test/org/' },
      to: { path: '^test/', pathNot: '^test/org/' },
    },
    {
      name: 'emulated-twilio-by-itself',
      comment: 'It is a package of its own. Only what tests it takes responses from the emulated org.',
      severity: 'error',
      from: { path: '^test/twilio/', pathNot: '[.]test[.]ts$|^test/twilio/(fixture[.]ts|rejections/)' },
      to: { path: '^test/', pathNot: '^test/twilio/' },
    },
    {
      name: 'tests-of-emulated-twilio',
      comment: 'Of all other tests, they know the emulated org alone.',
      severity: 'error',
      from: { path: '^test/twilio/' },
      to: { path: '^test/', pathNot: '^test/(twilio|org)/' },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that is not found is a slip, and hides an arrow.',
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
