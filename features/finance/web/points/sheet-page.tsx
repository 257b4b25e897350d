import Button from 'antd/es/button';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import { useRef, useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { yearOf } from '#kernel/rules/instant.ts';
import { download } from '#kernel/web/api.ts';
import { formatNumber } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { messages as m } from '#kernel/web/messages.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { pointsInput } from '../../points-records.ts';
import { pointsSheet, pointsSheetTemplate } from '../../points-sheet-contract.ts';
import { KnownCard } from './known-card.tsx';
import { sheetWords as w } from './sheet-messages.ts';
import './points.css';
import './sheet-page.css';

type Answer = AnswerOf<typeof pointsSheet>;

/** A firm a row, an indicator a column: looked at first, every bad cell by its address, then written in one go. */
export function PointsSheetPage() {
  const say = useText();
  const toast = useToast();
  const lastYear = yearOf(useActor().today) - 1;
  const [year, setYear] = useState(lastYear);
  const [source, setSource] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const act = useAct(pointsSheet, [keyOf(pointsInput)]);
  const send = (write: 'no' | 'all' | 'good') => file && act.mutate({ query: { year, source, write }, file });
  const fetchTemplate = () =>
    void download(pointsSheetTemplate).catch((error: unknown) => toast(error instanceof Error ? error.message : say(m.wentWrong), 'bad'));
  return (
    <>
      <PageHead title={say(w.title)}>
        <Button onClick={fetchTemplate}>{say(w.template)}</Button>
      </PageHead>
      <section className="card sheet-ask">
        <p className="quiet">{say(w.hint)}</p>
        <label>
          <span>{say(w.year)}</span>
          <InputNumber
            aria-label={say(w.year)}
            min={2000}
            max={lastYear + 1}
            value={year}
            onChange={(value) => {
              setYear(value ?? lastYear);
              act.reset();
            }}
          />
        </label>
        <label>
          <span>{say(w.source)}</span>
          <Input
            maxLength={100}
            placeholder={say(w.sourceHint)}
            value={source}
            onChange={(event) => {
              setSource(event.target.value);
              act.reset();
            }}
          />
        </label>
        <div className="sheet-file">
          <Button onClick={() => chooser.current?.click()}>{say(w.choose)}</Button>{' '}
          {file?.name ?? <span className="quiet">{say(w.file)}</span>}
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label={say(w.file)}
            accept=".xlsx,.csv"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              event.target.value = '';
              act.reset();
            }}
          />
        </div>
        <Button
          type={act.data ? 'default' : 'primary'}
          disabled={!file || source.trim() === ''}
          loading={act.isPending}
          onClick={() => send('no')}
        >
          {say(w.check)}
        </Button>
      </section>
      {act.error && <ProblemNotice error={act.error} everyField />}
      {act.data && <Checked answer={act.data} isBusy={act.isPending} onWrite={send} />}
      <KnownCard key={year} year={year} />
    </>
  );
}

function Checked(props: { readonly answer: Answer; readonly isBusy: boolean; readonly onWrite: (write: 'all' | 'good') => void }) {
  const say = useText();
  const { answer } = props;
  const values = answer.added + answer.changed;
  if (answer.written)
    return (
      <section className="card" role="status">
        <p>
          <strong>{say(w.written(answer.firms, values))}</strong>
        </p>
        {answer.isYearPublic && <p className="late-word">{say(w.yearPublic)}</p>}
        <PageLink to={`/${pointsInput.path}`}>{say(w.toList)} ›</PageLink>
      </section>
    );
  const isClean = answer.faultCount === 0;
  return (
    <section className="card" role="status">
      <ul className="points-sums">
        {(['firms', 'added', 'changed', 'unchanged', 'badRows'] as const).map((name) => (
          <li key={name} className={name === 'badRows' && answer.badRows > 0 ? 'late-word' : ''}>
            <strong>{formatNumber(answer[name])}</strong> {say(w[name])}
          </li>
        ))}
      </ul>
      {answer.isYearPublic && values > 0 && <p className="late-word">{say(w.yearPublic)}</p>}
      {answer.columns.length > 0 && <p className="quiet">{say(w.columns(answer.columns.map(({ header }) => header)))}</p>}
      {answer.columns.some(({ places }) => places !== 0) && (
        <p>{say(w.converted(answer.columns.filter(({ places }) => places !== 0).map(({ header }) => header)))}</p>
      )}
      {answer.passedOver.length > 0 && <p className="quiet">{say(w.passedOver(answer.passedOver))}</p>}
      {!isClean && <Faults answer={answer} />}
      <Button type="primary" disabled={values === 0} loading={props.isBusy} onClick={() => props.onWrite(isClean ? 'all' : 'good')}>
        {say(values === 0 ? w.nothing : isClean ? w.write(values) : w.writeGood(answer.firms, values))}
      </Button>
    </section>
  );
}

function Faults({ answer }: { readonly answer: Answer }) {
  const say = useText();
  return (
    <>
      <h2 className="sheet-faults-head">{say(w.faults(answer.faultCount, answer.faults.length))}</h2>
      <table className="sheet-faults">
        <thead>
          <tr>
            <th scope="col">{say(w.cell)}</th>
            <th scope="col">{say(w.value)}</th>
            <th scope="col">{say(w.reason)}</th>
          </tr>
        </thead>
        <tbody>
          {answer.faults.map(({ cell, code, value, message }) => (
            <tr key={`${cell}${code}`}>
              <th scope="row">{cell}</th>
              <td>{value === '' ? '—' : value}</td>
              <td className="late-word">{say(message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
