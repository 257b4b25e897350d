import type { FeatureWeb } from '#kernel/web/feature.ts';
import { call } from '#kernel/web/api.ts';
import { logout } from '#features/identity/contract.ts';
import { figuresWeb } from '#features/figures/web/figures-web.tsx';
import { financeWeb, firmFinancePanels } from '#features/finance/web/finance-web.tsx';
import { identityWeb } from '#features/identity/web/identity-web.tsx';
import { firmChainPanels, industryWeb } from '#features/industry/web/industry-web.tsx';
import { firmPartyPanels, organisationWeb } from '#features/organisation/web/organisation-web.tsx';
import { firmPanels, serviceWeb } from '#features/service/web/service-web.tsx';
import { registryWeb } from '#features/registry/web/registry-web.tsx';

/** Every feature's share of the screen; the order is that of the menu where pages give none. */
export const features: readonly FeatureWeb[] = [
  serviceWeb,
  industryWeb,
  organisationWeb,
  financeWeb,
  withFirmPanels(registryWeb),
  figuresWeb,
  identityWeb,
];

/** The firm's page is where features meet: each adds its own to what the registry shows. */
function withFirmPanels(registry: FeatureWeb): FeatureWeb {
  const records = registry.records ?? [];
  return {
    ...registry,
    records: records.map((web) =>
      web.declaration.name === 'firm'
        ? { ...web, panels: [...firmPanels, ...firmChainPanels, ...firmPartyPanels, ...firmFinancePanels, ...(web.panels ?? [])] }
        : web,
    ),
  };
}

/** Ends the session and shows the door, whether or not the server can be told. */
export function signOut(): void {
  const leave = () => location.assign('/login');
  call(logout).then(leave, leave);
}
