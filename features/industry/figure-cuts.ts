import type { Dimension } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

const labels = { chain: t('产业链', 'Chain'), park: t('园区', 'Park'), scale: t('规模', 'Scale'), cluster: t('集群', 'Cluster') };

/** By chain, park and size: of firms themselves, as of the day; a firm on two chains stands in both. */
export const firmCuts: Readonly<Record<string, Dimension>> = {
  chain: { label: labels.chain, path: { via: 'chainMembership', match: { firmId: 'id' }, path: { field: 'chainId' } } },
  park: { label: labels.park, path: { field: 'parkId' } },
  scale: { label: labels.scale, path: { field: 'scaleClass' } },
};

/** The same of rows that name a firm. */
export const cutsByFirm: Readonly<Record<string, Dimension>> = {
  chain: { label: labels.chain, path: { via: 'chainMembership', match: { firmId: 'firmId' }, path: { field: 'chainId' } } },
  park: { label: labels.park, path: { of: 'firmId', path: { field: 'parkId' } } },
  scale: { label: labels.scale, path: { of: 'firmId', path: { field: 'scaleClass' } } },
};

export const clusterCut: Readonly<Record<string, Dimension>> = {
  cluster: { label: labels.cluster, path: { via: 'clusterMember', match: { firmId: 'id' }, path: { field: 'clusterId' } } },
};
