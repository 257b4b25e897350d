import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';
import { firmCuts } from '#features/industry/figure-cuts.ts';

const owner = t('企业服务部门', 'Enterprise service');
const firms = t('家', 'firms');
const operating = { field: 'status', is: ['operating'] } as const;
const common = { owner, edition: '2026.1', source: { kind: 'state', record: 'firm' }, measure: { kind: 'count' }, dimensions: firmCuts } as const;

/** Figures over the zone's registers. */
export const registryFigures: readonly FigureDeclaration[] = [
  defineFigure({ ...common, id: 'operatingFirmCount', label: t('在营企业', 'Operating firms'), definition: t('当日在本区名录中、经营状态为在营的企业', 'Firms of the roster that operate on the day'), unit: firms, where: operating }),
  defineFigure({
    ...common,
    id: 'highTechFirmCount',
    label: t('高新技术企业', 'High-tech firms'),
    definition: t('在营企业中登记为高新技术企业的', 'Operating firms registered as high-tech'),
    unit: firms,
    where: { all: [operating, { field: 'isHighTech', is: [true] }] },
  }),
  defineFigure({
    ...common,
    id: 'aboveScaleFirmCount',
    label: t('规模以上企业', 'Firms above scale'),
    definition: t('在营企业中登记为规模以上的', 'Operating firms above the statistical threshold'),
    unit: firms,
    where: { all: [operating, { field: 'isAboveScale', is: [true] }] },
  }),
  defineFigure({
    ...common,
    id: 'listedEnterpriseCount',
    label: t('上市企业', 'Listed firms'),
    definition: t('在营企业中登记为上市企业的', 'Operating firms that are listed'),
    unit: firms,
    rules: ['G14'],
    where: { all: [operating, { field: 'isListed', is: [true] }] },
  }),
  defineFigure({
    ...common,
    id: 'talentFirmCount',
    label: t('人才企业', 'Talent firms'),
    definition: t('在营企业中登记为人才企业的', 'Operating firms registered as talent firms'),
    unit: firms,
    where: { all: [operating, { field: 'isTalentEnterprise', is: [true] }] },
  }),
  defineFigure({
    ...common,
    id: 'internetNonPublicEnterpriseCount',
    label: t('互联网非公企业', 'Non-public internet firms'),
    definition: t('在营的互联网企业，国有企业除外', 'Operating internet firms, state-owned ones left out'),
    unit: firms,
    rules: ['G3'],
    where: { all: [operating, { field: 'isInternet', is: [true] }, { not: { field: 'ownership', is: ['stateOwned'] } }] },
  }),
  defineFigure({
    ...common,
    id: 'employeeTotal',
    label: t('在营企业员工', 'Employees of operating firms'),
    definition: t('在营企业登记的员工人数之和；没有登记的不估计', 'Employees that operating firms state, added up; nothing is guessed for those that state none'),
    unit: t('人', 'people'),
    measure: { kind: 'sum', field: 'employees' },
    where: operating,
  }),
  defineFigure({
    ...common,
    id: 'registeredCapitalTotal',
    label: t('在营企业注册资本', 'Registered capital'),
    definition: t('在营企业注册资本之和', 'Registered capital of operating firms, added up'),
    unit: 'money',
    measure: { kind: 'sum', field: 'registeredCapital' },
    where: operating,
  }),
  defineFigure({
    id: 'networkSocialOrgCount',
    label: t('网络社会组织', 'Internet social organisations'),
    definition: t('当日在册的网络社会组织', 'Internet social organisations registered on the day'),
    unit: t('家', 'bodies'),
    owner: t('党群工作部门', 'Party work'),
    edition: '2026.1',
    source: { kind: 'state', record: 'socialOrganisation' },
    measure: { kind: 'count' },
    rules: ['G4'],
    where: { field: 'isInternet', is: [true] },
    dimensions: { park: { label: t('园区', 'Park'), path: { field: 'parkId' } } },
  }),
  defineFigure({
    ...common,
    id: 'firmsWithoutPark',
    label: t('未登记园区的企业', 'Firms without a park'),
    definition: t('在营企业中没有登记所在园区的', 'Operating firms whose park is not stated'),
    unit: firms,
    where: { all: [operating, { field: 'parkId', filled: false }] },
    gap: { mend: t('在企业名录补登园区', 'State their park in the roster'), path: '/firms' },
  }),
  defineFigure({
    ...common,
    id: 'firmsWithoutScale',
    label: t('未登记规模的企业', 'Firms without a size'),
    definition: t('在营企业中没有登记规模的', 'Operating firms whose size is not stated'),
    unit: firms,
    where: { all: [operating, { field: 'scaleClass', filled: false }] },
    gap: { mend: t('在企业名录补登规模', 'State their size in the roster'), path: '/firms' },
  }),
];
