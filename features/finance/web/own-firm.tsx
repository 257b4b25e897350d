import Select from 'antd/es/select';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { useActor } from '#kernel/web/house.tsx';
import { useGo, usePage } from '#kernel/web/link.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { firm } from '#features/registry/records.ts';

/** The contact's firm that the page is about: of several the one named in the address, else the first. */
export function useOwnFirm(): string | undefined {
  const { firms } = useActor().scope;
  const { query } = usePage();
  return firms.find((id) => id === query['firmId']) ?? firms[0];
}

/** Is this reader a contact of the firm? */
export function useIsOwn(firmId: string): boolean {
  const { roles, scope } = useActor();
  return roles.includes('enterpriseContact') && scope.firms.includes(firmId);
}

/** Which of the contact's firms; nothing to choose where there is one. */
export function FirmChoice() {
  return useActor().scope.firms.length > 1 ? <OneOfSeveral /> : null;
}

function OneOfSeveral() {
  const say = useText();
  const go = useGo();
  const { path, query } = usePage();
  const { firms } = useActor().scope;
  const own = useOwnFirm();
  const list = useRead(keyOf(firm, 'own'), recordEndpoints(firm).list, { query: { limit: 200 } });
  const rows = list.data?.rows.filter(({ id }) => firms.includes(id)) ?? [];
  if (rows.length === 0 || own === undefined) return null;
  return (
    <Select
      aria-label={say(firm.label)}
      className="firm-choice"
      value={own}
      options={rows.map((row) => ({ value: row.id, label: String(row['name']) }))}
      onChange={(firmId: string) => go(path, { ...query, firmId })}
    />
  );
}
