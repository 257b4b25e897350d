import { view, type FeatureWeb, type PanelWeb, type RecordPanelProps } from '#kernel/web/feature.ts';
import { allianceMeeting, allianceMember, clusterAlliance, partyBrand } from '../alliance-records.ts';
import { numberReaders, organisationReaders } from '../contract.ts';
import { dissolution } from '../dissolution-case.ts';
import { allianceDecision } from '../decision-case.ts';
import { formation } from '../formation-case.ts';
import {
  instructorAssignment,
  massOrganisation,
  memberCount,
  memberLedResult,
  partyMember,
  partyMembership,
  partyVenue,
  vanguardPost,
} from '../people-records.ts';
import { organisationPost, organisationTerm, organisationUnit, partyGroup, partyOrganisation } from '../records.ts';
import { reelection } from '../reelection-case.ts';
import { lifeRecord, lifeWaiver, scheme, schemePart, schemeReview, schemeTask } from '../scheme-records.ts';
import { words as w } from './messages.ts';

/** What the organisation feature puts beside a firm. */
export const firmPartyPanels: readonly PanelWeb<RecordPanelProps>[] = [
  {
    key: 'party',
    title: w.party,
    place: 'side',
    roles: organisationReaders,
    view: view(() => import('./organisation-panels.tsx').then((file) => file.FirmParty)),
  },
];

const officers = ['partyWorkOfficer', 'zoneLeader'] as const;

/** The organisation feature on the screen: coverage and tree, then what they are made of. */
export const organisationWeb: FeatureWeb = {
  name: 'organisation',
  homes: {
    partyWorkOfficer: view(() => import('./homes.tsx').then((file) => file.OfficerHome)),
    branchSecretary: view(() => import('./homes.tsx').then((file) => file.SecretaryHome)),
  },
  pages: [
    {
      path: '/coverage',
      title: w.coverage,
      roles: numberReaders,
      menu: { job: 'party', order: 1, tabFor: ['partyWorkOfficer'] },
      view: view(() => import('./coverage-page.tsx').then((file) => file.CoveragePage)),
    },
    {
      path: '/coverage/plan',
      title: w.plan,
      roles: officers,
      menu: { job: 'party', order: 2 },
      view: view(() => import('./plan-page.tsx').then((file) => file.PlanPage)),
    },
    {
      path: '/coverage/instructors',
      title: w.instructorPlan,
      roles: officers,
      menu: { job: 'party', order: 3 },
      view: view(() => import('./instructor-page.tsx').then((file) => file.InstructorPlanPage)),
    },
    {
      path: '/organisations/tree',
      title: w.tree,
      roles: numberReaders,
      menu: { job: 'party', order: 4 },
      view: view(() => import('./tree-page.tsx').then((file) => file.TreePage)),
    },
    {
      path: '/organisations/terms',
      title: w.dueList,
      roles: numberReaders,
      menu: { job: 'party', order: 5 },
      view: view(() => import('./homes.tsx').then((file) => file.TermsPage)),
    },
    {
      path: '/organisation-rules',
      title: w.rulesTitle,
      roles: organisationReaders,
      menu: { job: 'party', order: 6 },
      view: view(() => import('./rules-page.tsx').then((file) => file.RulesPage)),
    },
    {
      path: '/organisation-life',
      title: w.lifeOfAll,
      roles: ['partyWorkOfficer', 'zoneLeader', 'auditor'],
      menu: { job: 'party', order: 7 },
      view: view(() => import('./life-panel.tsx').then((file) => file.LifePage)),
    },
    {
      path: '/schemes',
      title: w.schemes,
      roles: [...organisationReaders, 'branchSecretary'],
      menu: { job: 'party', order: 8 },
      view: view(() => import('./scheme-panels.tsx').then((file) => file.SchemesPage)),
    },
  ],
  records: [
    {
      declaration: partyOrganisation,
      menu: { job: 'party', order: 9 },
      panels: [
        {
          key: 'overview',
          title: w.overview,
          place: 'first',
          roles: [...numberReaders, 'branchSecretary'],
          view: view(() => import('./organisation-panels.tsx').then((file) => file.OrganisationOverview)),
        },
        {
          key: 'life',
          title: w.life,
          place: 'main',
          roles: ['partyWorkOfficer', 'zoneLeader', 'auditor', 'branchSecretary'],
          view: view(() => import('./life-panel.tsx').then((file) => file.LifePanel)),
        },
        {
          key: 'review',
          title: w.review,
          place: 'main',
          roles: ['partyWorkOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer', 'branchSecretary'],
          view: view(() => import('./scheme-panels.tsx').then((file) => file.ReviewPanel)),
        },
        {
          key: 'findings',
          title: w.findings,
          place: 'side',
          roles: [...numberReaders, 'branchSecretary'],
          view: view(() => import('./organisation-panels.tsx').then((file) => file.OrganisationFindings)),
        },
        {
          key: 'procedures',
          title: w.procedures,
          place: 'side',
          roles: ['partyWorkOfficer'],
          view: view(() => import('./organisation-panels.tsx').then((file) => file.OrganisationProcedures)),
        },
      ],
    },
    { declaration: organisationUnit },
    { declaration: organisationTerm },
    { declaration: organisationPost },
    { declaration: partyGroup },
    { declaration: lifeRecord, menu: { job: 'party', order: 10, tabFor: ['branchSecretary'] } },
    { declaration: lifeWaiver },
    {
      declaration: clusterAlliance,
      menu: { job: 'party', order: 11 },
      panels: [
        {
          key: 'state',
          title: w.overview,
          place: 'first',
          view: view(() => import('./alliance-panel.tsx').then((file) => file.AlliancePanel)),
        },
      ],
    },
    { declaration: allianceMember },
    { declaration: allianceMeeting },
    { declaration: partyBrand, menu: { job: 'party', order: 12 } },
    {
      declaration: scheme,
      panels: [
        {
          key: 'parts',
          title: w.overview,
          place: 'first',
          view: view(() => import('./scheme-panels.tsx').then((file) => file.SchemePanel)),
        },
      ],
    },
    { declaration: schemePart },
    { declaration: schemeTask },
    { declaration: schemeReview },
    { declaration: partyMember, menu: { job: 'party', order: 13 } },
    { declaration: partyMembership },
    { declaration: memberCount, menu: { job: 'party', order: 14 } },
    { declaration: instructorAssignment, menu: { job: 'party', order: 15 } },
    { declaration: massOrganisation, menu: { job: 'party', order: 16 } },
    { declaration: vanguardPost, menu: { job: 'party', order: 17 } },
    { declaration: memberLedResult, menu: { job: 'party', order: 18 } },
    { declaration: partyVenue, menu: { job: 'venues', order: 1 } },
  ],
  cases: [
    {
      declaration: formation,
      menu: { job: 'party', order: 19 },
      summary: ['kind', 'unitFirmIds', 'parentId', 'ground', 'approvalNumber'],
      panels: [
        {
          key: 'papers',
          title: w.papers,
          place: 'side',
          view: view(() => import('./papers-panel.tsx').then((file) => file.FormationPapers)),
        },
      ],
    },
    {
      declaration: reelection,
      menu: { job: 'party', order: 20 },
      summary: ['organisationId', 'termEndsOn', 'delayedTo', 'approvalNumber'],
      panels: [
        {
          key: 'papers',
          title: w.papers,
          place: 'side',
          view: view(() => import('./papers-panel.tsx').then((file) => file.ReelectionPapers)),
        },
      ],
    },
    {
      declaration: dissolution,
      summary: ['organisationId', 'ground', 'newHomeId'],
      panels: [
        {
          key: 'papers',
          title: w.papers,
          place: 'side',
          view: view(() => import('./papers-panel.tsx').then((file) => file.DissolutionPapers)),
        },
      ],
    },
    {
      declaration: allianceDecision,
      menu: { job: 'party', order: 21 },
      summary: ['allianceId', 'meetingId', 'ownerOrganisationId', 'ownerDepartmentId', 'dueOn'],
    },
  ],
  actions: [
    { label: w.plan, path: '/coverage/plan', words: ['联合党支部', '应建未建'], roles: officers },
    { label: w.coverage, path: '/coverage', words: ['覆盖率'], roles: numberReaders },
  ],
};
