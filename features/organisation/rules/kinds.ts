type Text = { readonly zh: string; readonly en: string };

/** What an organisation of a kind is allowed, by rulebook §1.2. */
export type KindTraits = {
  readonly label: Text;
  /** members' formal affiliation moves here: the kind is a legal home */
  readonly legalHome: boolean;
  /** recruits by itself, through the committee above it, only reviews, or not at all (ORG-08) */
  readonly recruits: 'self' | 'viaCommittee' | 'reviewOnly' | 'no';
  /** counts in organisation coverage (§1.3) */
  readonly covers: boolean;
  /** has a term and is elected; the others are appointed by whoever approved them */
  readonly elected: boolean;
  /** most units of firms it may cover; undefined where the rulebook sets none */
  readonly mostUnits?: 'one' | 'joint';
};

/** Kinds of Party organisation that the platform models (§1.2). Alliances are bodies of units, not organisations: a record of their own. */
export const organisationKinds = {
  committee: { label: { zh: '党委', en: 'Party committee' }, legalHome: true, recruits: 'self', covers: true, elected: true },
  generalBranch: { label: { zh: '党总支', en: 'General branch' }, legalHome: true, recruits: 'reviewOnly', covers: true, elected: true },
  branchIndependent: {
    label: { zh: '独立党支部', en: 'Independent branch' },
    legalHome: true,
    recruits: 'viaCommittee',
    covers: true,
    elected: true,
    mostUnits: 'one',
  },
  branchJoint: {
    label: { zh: '联合党支部', en: 'Joint branch' },
    legalHome: true,
    recruits: 'viaCommittee',
    covers: true,
    elected: true,
    mostUnits: 'joint',
  },
  branchTemporary: { label: { zh: '临时党支部', en: 'Temporary branch' }, legalHome: false, recruits: 'no', covers: false, elected: false },
  branchFunctional: {
    label: { zh: '功能型党支部', en: 'Functional branch' },
    legalHome: false,
    recruits: 'no',
    covers: false,
    elected: false,
  },
  branchAction: { label: { zh: '行动党支部', en: 'Action branch' }, legalHome: false, recruits: 'no', covers: false, elected: false },
  chainCommittee: {
    label: { zh: '链上党委', en: 'Chain Party committee' },
    legalHome: false,
    recruits: 'no',
    covers: false,
    elected: false,
  },
  floatingBranch: {
    label: { zh: '流动党员党支部', en: 'Floating-member branch' },
    legalHome: false,
    recruits: 'no',
    covers: false,
    elected: false,
  },
} as const satisfies Record<string, KindTraits>;

export type OrganisationKind = keyof typeof organisationKinds;

export const organisationKindNames = Object.keys(organisationKinds) as readonly OrganisationKind[];

/** The traits of a kind as declared, widened so that they can be asked alike. */
export function traitsOf(kind: OrganisationKind): KindTraits {
  return organisationKinds[kind];
}
