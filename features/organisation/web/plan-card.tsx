import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { useText } from '#kernel/web/text.tsx';
import type { planCoverage } from '../plan-contract.ts';
import { words as w } from './messages.ts';

export type Proposal = AnswerOf<typeof planCoverage>['proposals'][number];
export type PlanFirm = Proposal['firms'][number];

type CardProps = {
  readonly one: Proposal;
  readonly taken: boolean;
  readonly kept: boolean;
  readonly left: ReadonlySet<string>;
  readonly onTake: (take: boolean) => void;
  readonly onKeep: () => void;
  readonly onLeave: (firm: PlanFirm) => void;
  readonly onPart: (firm: PlanFirm) => void;
  readonly onMove: (firm: PlanFirm) => void;
  /** there while a firm of another branch looks for a place */
  readonly onPut?: () => void;
};

/** One branch to form or to join: why, whose firms, and what people may change about it. */
export function ProposalCard({ one, taken, kept, left, onTake, onKeep, onLeave, onPart, onMove, onPut }: CardProps) {
  const say = useText();
  return (
    <li className={taken ? 'plan-card taken' : 'plan-card'}>
      <div className="line-head">
        <Checkbox checked={taken} onChange={(event) => onTake(event.target.checked)}>
          <strong>{one.name}</strong>
        </Checkbox>
        {one.kind === 'joint' && onPut && (
          <Button size="small" type="primary" onClick={onPut}>
            {say(w.putHere)}
          </Button>
        )}
        {one.kind === 'joint' &&
          !onPut &&
          (kept ? (
            <span className="quiet">{say(w.kept)}</span>
          ) : (
            <Button size="small" onClick={onKeep}>
              {say(w.keep)}
            </Button>
          ))}
      </div>
      <p className="quiet">{say(one.why)}</p>
      <ul className="plan-firms">
        {one.firms.map((firm) => (
          <li key={firm.id} className={left.has(firm.id) ? 'out' : ''}>
            <PageLink to={`/firms/${firm.id}`}>{firm.name}</PageLink>{' '}
            <span className="quiet">
              {say(w.fullMembers)} {firm.fullMembers} · {firm.chains.join('、') || '—'}
            </span>
            {one.kind !== 'independent' && (
              <span className="firm-acts">
                <Button size="small" type="text" disabled={left.has(firm.id)} onClick={() => onLeave(firm)}>
                  {say(left.has(firm.id) ? w.left : w.leaveOut)}
                </Button>
                <Button size="small" type="text" onClick={() => onMove(firm)}>
                  {say(w.move)}
                </Button>
                <Button size="small" type="text" onClick={() => onPart(firm)}>
                  {say(w.apart)}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
