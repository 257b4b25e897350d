import { insertRows } from '#kernel/server/records/write.ts';
import type { Ask } from '#kernel/server/house.ts';
import { cluster, clusterMember } from '#features/industry/records.ts';
import { clusterAlliance, partyBrand } from '#features/organisation/alliance-records.ts';
import { memberLedResult, partyMember } from '#features/organisation/people-records.ts';
import { organisationPost, partyOrganisation } from '#features/organisation/records.ts';
import { scheme, schemePart } from '#features/organisation/scheme-records.ts';
import { schemeTemplates } from '#features/organisation/rules/scheme-templates.ts';
import { socialOrganisation } from '#features/registry/records.ts';

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Clusters, their firms, branches, brands and action branches of the article, with the traps of rulebook §14.3. @param firms ids in a fixed order */
export async function layPartyWork(ask: Ask, firms: readonly string[]): Promise<void> {
  const [computing, health] = await insertRows(ask, cluster, [
    { name: '先进计算产业集群', foundedOn: '2022-03-01' },
    { name: '生命健康产业集群', foundedOn: '2022-03-01' },
  ]);
  await insertRows(ask, clusterAlliance, [
    { name: '先进计算产业集群党建联建', clusterId: computing, foundedOn: '2022-05-10' },
    { name: '生命健康产业集群党建联建', clusterId: health, foundedOn: '2022-06-01' },
  ]);
  const inCluster = firms.slice(0, 30);
  await insertRows(
    ask,
    clusterMember,
    inCluster.map((firmId, index) => ({
      clusterId: index < 16 ? computing : health,
      firmId,
      fromOn: '2022-04-01',
      // trap: the eighteenth firm with a branch left the cluster before the day
      ...(index === 17 ? { toOn: '2024-10-31' } : {}),
    })),
  );
  const branch = (name: string, firmId: string, over: Record<string, unknown> = {}) => ({
    name,
    kind: 'branchIndependent',
    unitFirmIds: [firmId],
    establishedOn: '2022-09-01',
    ...over,
  });
  await insertRows(ask, partyOrganisation, [
    ...inCluster.slice(0, 18).map((firmId, index) => branch(`集群企业第${index + 1}党支部`, firmId)),
    // trap: one firm with two branches counts once; an organisation outside the clusters does not count
    branch('集群企业第1党支部（研发）', inCluster[0] ?? ''),
    branch('集群外企业党支部', firms[40] ?? ''),
    ...range(22).map((number) => ({
      name: number === 1 ? '先锋90后行动党支部' : `第${number}行动党支部`,
      kind: 'branchAction',
      establishedOn: '2023-07-01',
    })),
    // trap: one that was dissolved
    { name: '已撤销行动党支部', kind: 'branchAction', establishedOn: '2023-01-01', dissolvedOn: '2024-06-30' },
  ]);
  await insertRows(ask, partyBrand, [
    ...range(12).map((number) => ({
      name: number === 1 ? '核酸青甜' : `集群品牌${number}`,
      ownerKind: 'cluster',
      clusterId: number % 2 ? computing : health,
      launchedOn: '2023-05-01',
    })),
    { name: '已停用品牌', ownerKind: 'cluster', clusterId: computing, launchedOn: '2023-05-01', closedOn: '2024-05-01' },
  ]);
  await layScheme(ask, '1145', { startsOn: '2022-01-01' });
  await layScheme(ask, '五个一', { startsOn: '2022-01-01' });
  await layScheme(ask, '三年行动计划', { name: '玉山红·高新美', startsOn: '2022-01-01', endsOn: '2024-12-31' });
}

async function layScheme(ask: Ask, code: string, over: Record<string, unknown>): Promise<void> {
  const template = schemeTemplates.find((one) => one.code === code);
  if (!template) throw new Error(`no template ${code}`);
  const [schemeId] = await insertRows(ask, scheme, [
    { name: template.name, code, kind: template.kind, shape: template.shape, status: 'published', ...over },
  ]);
  const parts = template.groups.flatMap((group, order) =>
    group.parts.map((name, position) => ({ name, schemeId, groupOrder: order + 1, groupName: group.name, position: position + 1 })),
  );
  await insertRows(ask, schemePart, parts);
}

/** The Guiyang page: internet firms, their secretaries, what members lead and who became backbone. @param firms the 23 internet firms */
export async function layInternetParty(ask: Ask, firms: readonly string[]): Promise<void> {
  await insertRows(ask, socialOrganisation, [
    { name: '网络作家协会', kind: 'association', isInternet: true, registeredOn: '2020-01-01' },
    { name: '网络安全促进会', kind: 'association', isInternet: true, registeredOn: '2021-01-01' },
    { name: '企业家联谊会', kind: 'association', registeredOn: '2019-01-01' },
  ]);
  const organisations = await insertRows(
    ask,
    partyOrganisation,
    firms.slice(0, 19).map((firmId, index) => ({
      name: `互联网企业第${index + 1}党支部`,
      kind: 'branchIndependent',
      unitFirmIds: [firmId],
      establishedOn: '2021-07-01',
    })),
  );
  // trap: the nineteenth has no secretary, and is not in the denominator
  const secretaries = organisations.slice(0, 18).map((organisationId, index) => ({
    organisationId,
    name: `书记${index + 1}`,
    post: 'secretary',
    traits: [['executive'], ['highKnowledge'], ['founder']][index % 3],
    fromOn: '2021-07-01',
  }));
  await insertRows(ask, organisationPost, secretaries);
  const [langma = '', dongfang = ''] = firms;
  // enough colleagues that the numbers of one firm give nobody's away (rulebook §12.1)
  const [lead] = await insertRows(
    ask,
    partyMember,
    ['领衔党员', ...range(7).map((number) => `朗玛党员${number}`)].map((name) => ({
      name,
      firmId: langma,
      joinedOn: '2010-07-01',
      fullOn: '2011-07-01',
    })),
  );
  const patent = (number: number, leaderId: string | null) => ({
    name: `发明${number}`,
    number: `ZL2020${String(number).padStart(8, '0')}`,
    kind: 'inventionPatent',
    firmId: langma,
    leaderId,
    filedOn: `20${16 + (number % 8)}-03-01`,
  });
  await insertRows(ask, memberLedResult, [
    ...range(312).map((number) => patent(number, lead ?? null)),
    // trap: led by nobody of the Party
    ...range(8).map((number) => patent(9000 + number, null)),
    ...range(53).map((number) => ({
      name: `重大项目${number}`,
      number: `P-${number}`,
      kind: 'project',
      isMajor: true,
      firmId: langma,
      leaderId: lead ?? null,
      filedOn: '2022-05-01',
    })),
    { name: '一般项目', number: 'P-900', kind: 'project', firmId: langma, leaderId: lead ?? null, filedOn: '2022-05-01' },
  ]);
  await insertRows(
    ask,
    partyMember,
    range(50).map((number) => ({
      name: `东方党员${number}`,
      firmId: dongfang,
      joinedOn: '2018-07-01',
      ...(number <= 45 ? { fullOn: '2019-07-01' } : {}),
      isBackbone: number <= 40,
    })),
  );
}
