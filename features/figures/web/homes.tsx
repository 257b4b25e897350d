import { roles } from '#kernel/contract/role.ts';
import { Inbox } from '#kernel/web/inbox.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { briefingList } from '../briefing-contract.ts';
import { passportList } from '../contract.ts';
import { periodList, periodView } from '../period-contract.ts';
import { briefingWords as b } from './briefings/briefing-messages.ts';
import { FigureNumber } from './figure-number.tsx';
import { textOf } from './figure-text.ts';
import { words as w } from './messages.ts';
import { MissingLines } from './missing-lines.tsx';
import { useDictionary, useFigures } from './use-figures.ts';
import './figures.css';

const leaderFigures = [
  'operatingFirmCount',
  'chainEnterpriseCount',
  'orgCoverageRate',
  'requestOpenCount',
  'requestSolvedRate',
  'partyOrganisationCount',
];
const assessedFigures = [
  'requestSolvedRate',
  'requestSatisfactionRate',
  'orgCoverageRate',
  'workCoverageRate',
  'schemeTaskDoneRate',
  'fiveOnesCompletionRate',
];

/** Six numbers that leaders are asked for, each a click from its records. */
export function LeaderStrip() {
  const say = useText();
  const { infos } = useDictionary();
  const shown = leaderFigures.filter((id) => infos?.has(id));
  const { values } = useFigures(shown, {});
  return (
    <nav className="leader-strip" aria-label={say(w.keyFigures)}>
      {leaderFigures.map((id) => {
        const [info, value] = [infos?.get(id), values?.get(id)];
        return (
          <section key={id} aria-label={info ? say(info.label) : id}>
            <span className="tile-name">{info ? say(info.label) : ' '}</span>
            {info && value ? <FigureNumber value={value} ask={{}} label={say(info.label)} /> : <span className="figure-digits">…</span>}
          </section>
        );
      })}
      <PageLink to="/dashboards">{say(w.dashboards)} ›</PageLink>
    </nav>
  );
}

/** The statistics officer's day: what is missing and whose it is, the month to freeze, what was restated since. */
export function AssessmentHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.assessmentOfficer)}</h1>
        <MonthCard />
        <DraftCard />
        <Inbox />
      </div>
      <aside>
        <FigureLines title={say(w.keyFigures)} ids={assessedFigures} />
        <nav className="card" aria-label={say(w.allFigures)}>
          <ul className="lines">
            <li>
              <PageLink to="/dashboards">{say(w.dashboards)}</PageLink>
            </li>
            <li>
              <PageLink to="/figures">{say(w.dictionary)}</PageLink>
            </li>
            <li>
              <PageLink to="/passports">{say(w.passports)}</PageLink>
            </li>
          </ul>
        </nav>
      </aside>
    </div>
  );
}

/** The latest month that is over: its gaps before it is frozen, its restatements after. */
function MonthCard() {
  const say = useText();
  const { language } = useSpeech();
  const list = useRead(['figures', 'periods'], periodList);
  const period = list.data?.open[0] ?? list.data?.frozen[0]?.period;
  const month = useRead(['figures', 'period', period], periodView, { params: { period: period ?? '' } }, { enabled: period !== undefined });
  const lastFrozen = list.data?.frozen[0]?.period;
  const frozen = useRead(
    ['figures', 'period', lastFrozen],
    periodView,
    { params: { period: lastFrozen ?? '' } },
    { enabled: lastFrozen !== undefined },
  );
  if (!list.data || !month.data) return null;
  const restated = frozen.data?.frozen?.figures.filter((one) => one.restated) ?? [];
  return (
    <>
      <section className="card" aria-label={say(w.missingInputs)}>
        <div className="card-head">
          <h2>
            {say(w.missingInputs)} {month.data.period}
          </h2>
          {list.data.open.length > 0 && (
            <PageLink to={`/figure-periods/${month.data.period}`}>{say(w.freezeMonth(month.data.period))} ›</PageLink>
          )}
        </div>
        <MissingLines missing={month.data.missing} asOf={month.data.asOf} />
      </section>
      {lastFrozen && (
        <section className="card" aria-label={say(w.restatedOnly)}>
          <div className="card-head">
            <h2>
              {say(w.frozenPeriods)} {lastFrozen}
            </h2>
            <PageLink to={`/figure-periods/${lastFrozen}`}>{say(w.figuresFrozen(frozen.data?.frozen?.figures.length ?? 0))} ›</PageLink>
          </div>
          {restated.length === 0 && <p className="quiet">{say(w.noRestatement)}</p>}
          <ul className="lines">
            {restated.slice(0, 8).map((one) => (
              <li key={one.figureId}>
                <div className="line-head">
                  <PageLink to={`/passports/${one.passportId}`}>{say(one.label)}</PageLink>
                  <span className="restated">
                    {say(w.restated(textOf(one.frozen, one.unit, language), textOf(one.now, one.unit, language)))}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The auditor's day: trace a number, check a passport, see what changed since a month was frozen. */
export function AuditorHome() {
  const say = useText();
  const { language } = useSpeech();
  const passports = useRead(['figures', 'passports', undefined], passportList, { query: { limit: 200 } });
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.auditor)}</h1>
        <section className="card" aria-label={say(w.passports)}>
          <div className="card-head">
            <h2>{say(w.passports)}</h2>
            <PageLink to="/passports">{passports.data?.passports.length ?? ''} ›</PageLink>
          </div>
          {passports.data?.passports.length === 0 && <p className="quiet">{say(w.noPassports)}</p>}
          <ul className="lines">
            {passports.data?.passports.slice(0, 8).map((one) => (
              <li key={one.id}>
                <div className="line-head">
                  <PageLink to={`/passports/${one.id}`}>{`${say(one.label)} ${textOf(one.value, one.unit, language)}`}</PageLink>
                  <span className="quiet code">{one.code}</span>
                </div>
              </li>
            ))}
          </ul>
        </section>
        <Inbox />
      </div>
      <aside>
        <FigureLines title={say(w.trace)} ids={[...leaderFigures, ...assessedFigures]} />
        <nav className="card" aria-label={say(w.allFigures)}>
          <ul className="lines">
            <li>
              <PageLink to="/figures">{say(w.dictionary)}</PageLink>
            </li>
            <li>
              <PageLink to="/dashboards">{say(w.dashboards)}</PageLink>
            </li>
            <li>
              <PageLink to="/figure-periods">{say(w.periods)}</PageLink>
            </li>
          </ul>
        </nav>
      </aside>
    </div>
  );
}

/** Briefings being written, a click from issuing. */
function DraftCard() {
  const say = useText();
  const read = useRead(['briefings', 'list'], briefingList);
  const drafts = read.data?.briefings.filter((one) => one.status === 'draft') ?? [];
  return (
    <section className="card" aria-label={say(b.briefings)}>
      <div className="card-head">
        <h2>
          {say(b.briefings)} · {say(b.draft)}
        </h2>
        <PageLink to="/briefings">{say(b.briefings)} ›</PageLink>
      </div>
      {read.data && drafts.length === 0 && <p className="quiet">{say(b.none)}</p>}
      <ul className="lines">
        {drafts.slice(0, 5).map((one) => (
          <li key={one.id}>
            <PageLink to={`/briefings/${one.id}`}>{one.title}</PageLink>
            <span className="quiet small">{one.mark}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FigureLines({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  const say = useText();
  const { infos } = useDictionary();
  const shown = [...new Set(ids)].filter((id) => infos?.has(id));
  const { values } = useFigures(shown, {});
  return (
    <section className="card key-figures" aria-label={title}>
      <h2>{title}</h2>
      <ul className="figure-lines">
        {shown.map((id) => {
          const [info, value] = [infos?.get(id), values?.get(id)];
          return info && value ? (
            <li key={id}>
              <PageLink to={`/figures/${id}`} className="tile-name">
                {say(info.label)}
              </PageLink>
              <FigureNumber value={value} ask={{}} label={say(info.label)} />
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}
