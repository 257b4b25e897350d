import type { CasePanelProps } from '#kernel/web/feature.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { creditApplication } from '../../application-case.ts';
import { applicationEligibility } from '../../credit-contract.ts';
import { words as w } from './credit-messages.ts';
import { Reasons } from './product-card.tsx';
import './credit.css';

/** The reasons for and against an application as they stood on its day. */
export function EligibilityPanel({ view }: CasePanelProps) {
  const say = useText();
  const { id } = view.row;
  const read = useRead(keyOf(creditApplication, 'reasons', id), applicationEligibility, { params: { id } });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  return (
    <>
      <Reasons reasons={read.data.reasons} />
      <PageLink to={`/firms/${String(view.row['firmId'])}/points`}>{say(w.evidence)} ›</PageLink>
    </>
  );
}
