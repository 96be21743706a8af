import type { OrgOptions } from '../state.ts';

type Language = NonNullable<OrgOptions['language']>;

/** A profile that every org has. */
export type StandardProfile = {
  /** The name of its metadata file (seen in retrieved files). */
  fullName: string;
  license: 'Salesforce' | 'Salesforce Platform';
  /** What `Profile.Name` says, which depends on the org's language (seen; most translations here are inferred). */
  labels: Record<Language, string>;
};

/** The standard profiles that the emulated org is made with. */
export const STANDARD_PROFILES: StandardProfile[] = [
  {
    fullName: 'Admin',
    license: 'Salesforce',
    labels: {
      en_US: 'System Administrator',
      nl_NL: 'Systeembeheerder',
      de: 'Systemadministrator',
      ja: 'システム管理者',
    },
  },
  {
    fullName: 'Standard',
    license: 'Salesforce',
    labels: { en_US: 'Standard User', nl_NL: 'Standaardgebruiker', de: 'Standardbenutzer', ja: '標準ユーザ' },
  },
  {
    fullName: 'StandardAul',
    license: 'Salesforce Platform',
    labels: {
      en_US: 'Standard Platform User',
      nl_NL: 'Standaard platformgebruiker',
      de: 'Standardplattformbenutzer',
      ja: '標準 Platform ユーザ',
    },
  },
  {
    fullName: 'MarketingProfile',
    license: 'Salesforce',
    labels: {
      en_US: 'Marketing User',
      nl_NL: 'Marketinggebruiker',
      de: 'Marketingbenutzer',
      ja: 'マーケティングユーザ',
    },
  },
  {
    fullName: 'ContractManager',
    license: 'Salesforce',
    labels: { en_US: 'Contract Manager', nl_NL: 'Contractbeheerder', de: 'Vertragsmanager', ja: '契約マネージャ' },
  },
  {
    fullName: 'SolutionManager',
    license: 'Salesforce',
    labels: {
      en_US: 'Solution Manager',
      nl_NL: 'Oplossingsbeheerder',
      de: 'Lösungsmanager',
      ja: 'ソリューションマネージャ',
    },
  },
  {
    fullName: 'Minimum Access - Salesforce',
    license: 'Salesforce',
    labels: {
      en_US: 'Minimum Access - Salesforce',
      nl_NL: 'Minimale toegang - Salesforce',
      de: 'Minimaler Zugriff - Salesforce',
      ja: '最小アクセス - Salesforce',
    },
  },
  {
    fullName: 'Read Only',
    license: 'Salesforce',
    labels: { en_US: 'Read Only', nl_NL: 'Alleen lezen', de: 'Schreibgeschützt', ja: '参照のみ' },
  },
];
