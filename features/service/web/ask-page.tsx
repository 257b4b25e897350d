import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useDeferredValue, useEffect, useState, type FormEvent } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { reference } from '#kernel/contract/field.ts';
import { FieldInput } from '#kernel/web/field-input.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { serviceRequest } from '../cases.ts';
import { suggestItems } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

const firmField = reference({ label: w.firmLabel, record: 'firm', required: true });

/** The draft lives as long as the browser's tab, and nowhere else. */
const draftKey = 'lianxin.request-draft';

/** Asking for help in three fields; the menu item is suggested from the words as they are typed. */
export function AskPage() {
  const say = useText();
  const actor = useActor();
  const go = useGo();
  const toast = useToast();
  const { query } = usePage();
  const own = actor.roles.includes('enterpriseContact') ? actor.scope.firms[0] : undefined;
  const [firmId, setFirmId] = useState<unknown>(own ?? query['firmId']);
  const [text, setText] = useState(() => sessionStorage.getItem(draftKey) ?? '');
  const [itemId, setItemId] = useState<string | undefined>(query['itemId']);
  const asked = useDeferredValue(text.trim());
  useEffect(() => sessionStorage.setItem(draftKey, text), [text]);
  const suggestions = useRead(
    ['suggest', asked],
    suggestItems,
    { query: { text: asked } },
    { enabled: asked.length >= 4, keepPrevious: true },
  );
  const open = useAct(caseEndpoints(serviceRequest).open, [keyOf(serviceRequest), inboxKey, ['owed']]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate(
      { body: { text, ...(typeof firmId === 'string' && { firmId }), ...(itemId && { itemId }) } },
      {
        onSuccess: (view) => {
          sessionStorage.removeItem(draftKey);
          toast(say(w.sent));
          go(`/service-requests/${view.row.id}`);
        },
      },
    );
  };
  return (
    <>
      <PageHead title={say(w.askTitle)} />
      <form className="ask-form card" onSubmit={submit}>
        {!own && (
          <label>
            {say(w.firmLabel)}
            <FieldInput field={firmField} value={firmId} onChange={setFirmId} titles={undefined} />
          </label>
        )}
        <label>
          {say(w.textLabel)}
          <Input.TextArea
            autoFocus={own !== undefined}
            required
            minLength={2}
            maxLength={2000}
            autoSize={{ minRows: 4, maxRows: 12 }}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p className="quiet">{say(w.askHint)}</p>
        {(suggestions.data?.suggestions.length ?? 0) > 0 && (
          <fieldset>
            <legend>{say(w.itemLabel)}</legend>
            <ul className="chips">
              {suggestions.data?.suggestions.map((one) => (
                <li key={one.itemId}>
                  <button
                    type="button"
                    className="chip"
                    aria-pressed={itemId === one.itemId}
                    onClick={() => setItemId(itemId === one.itemId ? undefined : one.itemId)}
                  >
                    <strong>{one.name}</strong>
                    <span className="quiet">{say(w.because(one.matched.slice(0, 3)))}</span>
                    {one.askedTimes > 0 && <span className="quiet">{say(w.oftenSolved(one.solvedTimes, one.askedTimes))}</span>}
                  </button>
                </li>
              ))}
            </ul>
          </fieldset>
        )}
        {open.error && <ProblemNotice error={open.error} />}
        <div>
          <Button type="primary" size="large" htmlType="submit" loading={open.isPending}>
            {say(w.send)}
          </Button>
        </div>
      </form>
    </>
  );
}
