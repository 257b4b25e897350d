import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import { useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { freezePeriod, periodView } from '../period-contract.ts';
import { textOf } from './figure-text.ts';
import { words as w } from './messages.ts';
import { MissingLines } from './missing-lines.tsx';
import './figures.css';

type View = AnswerOf<typeof periodView>;

/** A month: what is missing and whose it is; frozen, every figure then and now. */
export function PeriodPage() {
  const say = useText();
  const { language } = useSpeech();
  const period = usePathParameter('period');
  const actor = useActor();
  const read = useRead(['figures', 'period', period], periodView, { params: { period } });
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  const view = read.data;
  return (
    <>
      <PageHead
        title={`${say(w.periods)} ${period}`}
        aside={
          view.frozen
            ? `${say(w.frozenPeriods)} ${formatMoment(instantOf(view.frozen.frozenAt), language)} ${view.frozen.frozenBy}`
            : `${say(w.asOf)} ${formatDate(view.asOf, language)}`
        }
      >
        <PageLink to="/figure-periods">{say(w.periods)} ›</PageLink>
      </PageHead>
      {!view.frozen && !view.over && <p className="quiet">{say(w.notOver)}</p>}
      {!view.frozen && view.over && actor.roles.includes('assessmentOfficer') && <Freeze view={view} />}
      <MissingInputs missing={view.frozen ? view.frozen.missingThen : view.missing} asOf={view.asOf} />
      {view.frozen && <FrozenFigures figures={view.frozen.figures} note={view.frozen.note} />}
    </>
  );
}

function Freeze({ view }: { readonly view: View }) {
  const say = useText();
  const toast = useToast();
  const [note, setNote] = useState('');
  const act = useAct(freezePeriod, [['figures']]);
  const gaps = view.missing.filter((one) => one.value !== 0).length;
  return (
    <section className="card freeze-month">
      {gaps > 0 && <p>{say(w.freezeWithGaps(gaps))}</p>}
      <form
        className="freeze-form freeze-line"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(
            { body: { period: view.period, ...(note.trim() && { note: note.trim() }) } },
            { onSuccess: (done) => toast(`${say(w.frozen)}：${say(w.figuresFrozen(done.figures))}`) },
          );
        }}
      >
        <Input
          aria-label={say(w.note)}
          placeholder={say(w.note)}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {say(w.freezeMonth(view.period))}
        </Button>
      </form>
      {act.error && <ProblemNotice error={act.error} />}
    </section>
  );
}

function MissingInputs({ missing, asOf }: { readonly missing: View['missing']; readonly asOf: string }) {
  const say = useText();
  return (
    <section className="card missing-inputs" aria-label={say(w.missingInputs)}>
      <h2>{say(w.missingInputs)}</h2>
      <MissingLines missing={missing} asOf={asOf} />
    </section>
  );
}

function FrozenFigures({ figures, note }: { readonly figures: NonNullable<View['frozen']>['figures']; readonly note: string | null }) {
  const say = useText();
  const { language } = useSpeech();
  const restated = figures.filter((one) => one.restated);
  const [onlyRestated, setOnlyRestated] = useState(restated.length > 0);
  const shown = onlyRestated ? restated : figures;
  return (
    <section className="frozen-figures" aria-label={say(w.frozenPeriods)}>
      <div className="section-head">
        <h2>{say(w.figuresFrozen(figures.length))}</h2>
        <Checkbox checked={onlyRestated} onChange={(event) => setOnlyRestated(event.target.checked)}>
          {say(w.restatedOnly)}（{restated.length}）
        </Checkbox>
      </div>
      {note && <p>{note}</p>}
      {shown.length === 0 && <p className="quiet">{say(w.noRestatement)}</p>}
      {shown.length > 0 && (
        <div className="list-body table-scroll counted">
          <table className="list-table">
            <thead>
              <tr>
                <th>{say(w.figure)}</th>
                <th className="number">{say(w.atFreezing)}</th>
                <th className="number">{say(w.today)}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.figureId}>
                  <td>
                    <PageLink to={`/passports/${one.passportId}`} className="row-link">
                      {say(one.label)}
                    </PageLink>
                  </td>
                  <td className="number" data-label={say(w.atFreezing)}>
                    {textOf(one.frozen, one.unit, language)}
                  </td>
                  <td className={one.restated ? 'number restated' : 'number quiet'} data-label={say(w.today)}>
                    {textOf(one.now, one.unit, language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
