import Button from 'antd/es/button';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { giveScores, readScores, type ScoreName } from '../../equity-contract.ts';
import { equityReferral } from '../../referral-case.ts';
import { scoreLabels, words as w } from './equity-messages.ts';
import './equity.css';

const names = Object.keys(scoreLabels) as ScoreName[];

/** The reader's own scores, or the form for them; everybody's once all are in. */
export function ScorePanel({ view }: CasePanelProps) {
  const say = useText();
  const { id } = view.row;
  const sheet = useRead(keyOf(equityReferral, id, 'scores'), readScores, { params: { id } });
  return (
    <section aria-label={say(w.scores)}>
      <Decision view={view} />
      {sheet.error && <ProblemNotice error={sheet.error} />}
      <p>
        <PageLink to={`/firms/${String(view.row['firmId'])}/points`}>{say(w.evidence)} ›</PageLink>
      </p>
      {sheet.data?.isDue && <ScoreForm id={id} />}
      {sheet.data && !sheet.data.isRevealed && <p className="quiet">{say(w.waiting)}</p>}
      <ul className="lines">
        {sheet.data?.rows.map((row) => (
          <li key={row.reviewerId}>
            <strong>{row.reviewer}</strong> {!row.isCounted && <em className="late-word">{say(w.uncounted)}</em>}{' '}
            <span className="quiet">{names.map((name) => `${say(scoreLabels[name])} ${row.scores[name]}`).join(' · ')}</span>
            <p>{row.opinion}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was decided, and why, above everything else. */
function Decision({ view }: CasePanelProps) {
  const say = useText();
  const decided = view.timeline.findLast(({ move }) => move === 'decide');
  if (!decided) return null;
  return (
    <dl className="facts">
      {decided.input.map(({ label, value }) => (
        <div key={label.zh} className="wide">
          <dt>{say(label)}</dt>
          <dd>{say(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function ScoreForm({ id }: { readonly id: string }) {
  const say = useText();
  const [scores, setScores] = useState<Partial<Record<ScoreName, number>>>({});
  const [opinion, setOpinion] = useState('');
  const give = useAct(giveScores, [keyOf(equityReferral), inboxKey]);
  const { technology, market, team, finance, fit } = scores;
  const send = () => {
    if (technology === undefined || market === undefined || team === undefined || finance === undefined || fit === undefined) return;
    give.mutate({ params: { id }, body: { scores: { technology, market, team, finance, fit }, opinion } });
  };
  const isWhole = names.every((name) => scores[name] !== undefined) && opinion.trim() !== '';
  return (
    <div className="card score-form">
      <p className="quiet">{say(w.scale)}</p>
      <div className="score-fields">
        {names.map((name) => (
          <label key={name}>
            {say(scoreLabels[name])}
            <InputNumber
              min={0}
              max={100}
              precision={0}
              value={scores[name] ?? null}
              onChange={(value) => setScores(({ [name]: _old, ...rest }) => (value === null ? rest : { ...rest, [name]: value }))}
            />
          </label>
        ))}
      </div>
      <label>
        {say(w.opinion)}
        <Input.TextArea rows={3} maxLength={2000} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
      </label>
      <p className="quiet">{say(w.once)}</p>
      <div>
        <Button type="primary" disabled={!isWhole} loading={give.isPending} onClick={send}>
          {say(w.give)}
        </Button>
      </div>
      {give.error && <ProblemNotice error={give.error} everyField />}
    </div>
  );
}
