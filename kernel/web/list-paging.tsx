import Button from 'antd/es/button';
import { useRef } from 'react';
import { recordMessages as r } from './messages-record.ts';
import { useText } from './text.tsx';
import { changed, limitOf, pageSizes, type ListState } from './url-state.ts';

/** Forward by the server's cursor, back by those already walked; a shared address opens at its own page. */
export function ListPaging(props: {
  readonly state: ListState;
  readonly next: string | null;
  readonly total: number;
  readonly onChange: (state: ListState) => void;
}) {
  const say = useText();
  const { state, next } = props;
  const page = Math.max(1, Number(state['page']) || 1);
  const walked = useRef(new Map<number, string>());
  if (state['after']) walked.current.set(page, state['after']);
  const to = (number: number, after: string | undefined) =>
    props.onChange({ ...changed(state, {}), ...(after && { after, page: String(number) }) });
  const before = page === 2 ? undefined : walked.current.get(page - 1);
  const canBack = page === 2 || before !== undefined;
  return (
    <div className="paging">
      <label className="paging-size">
        <span className="unseen">{say(r.perPage(limitOf(state)))}</span>
        <select value={limitOf(state)} onChange={(event) => props.onChange(changed(state, { limit: event.target.value }))}>
          {pageSizes.map((size) => (
            <option key={size} value={size}>
              {say(r.perPage(size))}
            </option>
          ))}
        </select>
      </label>
      {page > 1 && <Button onClick={() => to(1, undefined)}>{say(r.firstPage)}</Button>}
      <Button disabled={!canBack} onClick={() => to(page - 1, before)}>
        {say(r.previousPage)}
      </Button>
      <span className="quiet">{say(r.page(page))}</span>
      <Button disabled={!next} onClick={() => to(page + 1, next ?? undefined)}>
        {say(r.nextPage)}
      </Button>
    </div>
  );
}
