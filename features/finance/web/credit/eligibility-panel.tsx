import type { CasePanelProps } from '#kernel/web/feature.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { Waiting } from '#kernel/web/waiting.tsx';
import { creditApplication } from '../../application-case.ts';
import { applicationEligibility } from '../../credit-contract.ts';
import { Reasons } from './product-card.tsx';
import './credit.css';

/** The reasons for and against an application as they stood on its day. */
export function EligibilityPanel({ view }: CasePanelProps) {
  const { id } = view.row;
  const read = useRead(keyOf(creditApplication, 'reasons', id), applicationEligibility, { params: { id } });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  return read.data ? <Reasons reasons={read.data.reasons} /> : <Waiting />;
}
