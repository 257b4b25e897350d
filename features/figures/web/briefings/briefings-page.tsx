import Button from 'antd/es/button';
import { openTo } from '#kernel/web/feature.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { briefingCreate, briefingList, briefingWriters } from '../../briefing-contract.ts';
import { briefingWords as b } from './briefing-messages.ts';
import './briefing.css';

/** Briefings, newest first, and the ways to begin one. */
export function BriefingsPage() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const { roles } = useActor();
  const writes = openTo({ roles: briefingWriters }, roles);
  const read = useRead(['briefings', 'list'], briefingList);
  const create = useAct(briefingCreate, [['briefings']]);
  return (
    <>
      <PageHead title={say(b.briefings)} aside={say(b.hint)}>
        {writes &&
          read.data?.templates.map(({ key, label }) => (
            <Button
              key={key}
              loading={create.isPending && create.variables.body?.template === key}
              onClick={() => create.mutate({ body: { template: key } }, { onSuccess: ({ id }) => go(`/briefings/${id}`) })}
            >
              {say(b.begin(label))}
            </Button>
          ))}
      </PageHead>
      {(read.error ?? create.error) && <ProblemNotice error={(read.error ?? create.error) as Error} />}
      {read.isPending && <Waiting />}
      {read.data?.briefings.length === 0 && <EmptyState title={say(b.none)} {...(writes && { hint: say(b.noneHint) })} />}
      {read.data && read.data.briefings.length > 0 && (
        <div className="list-body table-scroll counted">
          <table className="list-table">
            <thead>
              <tr>
                <th>{say(b.title)}</th>
                <th>{say(b.mark)}</th>
                <th>{say(b.number)}</th>
                <th>{say(b.status)}</th>
                <th>{say(b.day)}</th>
                <th>{say(b.changed)}</th>
              </tr>
            </thead>
            <tbody>
              {read.data.briefings.map((one) => (
                <tr key={one.id}>
                  <td>
                    <PageLink to={`/briefings/${one.id}`} className="row-link">
                      {one.title}
                    </PageLink>
                  </td>
                  <td data-label={say(b.mark)}>{one.mark}</td>
                  <td data-label={say(b.number)}>{one.number === null ? '—' : say(b.issueNumber(one.number))}</td>
                  <td data-label={say(b.status)}>
                    <span className={`status status-${one.status === 'issued' ? 'good' : one.status === 'withdrawn' ? 'bad' : 'active'}`}>
                      {say(b[one.status])}
                    </span>
                  </td>
                  <td data-label={say(b.day)}>{formatDate(one.day, language)}</td>
                  <td
                    data-label={say(b.changed)}
                  >{`${formatMomentShort(instantOf(one.changedAt), Date.now(), language)} ${one.changedBy}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
