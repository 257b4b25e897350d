import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { mayDo, useActor } from './house.tsx';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';

/** A masked value; who may look states a purpose first, and the look is on record. */
export function SecretValue(props: { readonly declaration: RecordDeclaration; readonly name: string; readonly row: RecordRow }) {
  const say = useText();
  const actor = useActor();
  const { declaration, name, row } = props;
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState('');
  const [clear, setClear] = useState<string>();
  const act = useAct(recordEndpoints(declaration).reveal, [keyOf(declaration, row.id, 'history')]);
  const look = async () => {
    const { value } = await act.mutateAsync({ params: { id: row.id }, body: { field: name, why: why.trim() } });
    setClear(value);
    setAsking(false);
  };
  return (
    <span className="secret">
      <span className="code">{clear ?? String(row[name])}</span>
      {clear !== undefined && (
        <button type="button" className="link-button" onClick={() => setClear(undefined)}>
          {say(m.hideAgain)}
        </button>
      )}
      {clear === undefined && mayDo(declaration, actor, 'reveal', row) && (
        <button type="button" className="link-button" onClick={() => setAsking(true)}>
          {say(m.reveal)}
        </button>
      )}
      <Modal
        open={asking}
        title={say(m.revealTitle)}
        onCancel={() => setAsking(false)}
        destroyOnHidden
        footer={[
          <Button key="cancel" onClick={() => setAsking(false)}>
            {say(m.cancel)}
          </Button>,
          <Button
            key="look"
            type="primary"
            disabled={why.trim() === ''}
            loading={act.isPending}
            onClick={() => void look().catch(() => undefined)}
          >
            {say(m.reveal)}
          </Button>,
        ]}
      >
        <label htmlFor="reveal-why">{say(m.revealWhy)}</label>
        <Input id="reveal-why" autoFocus maxLength={200} value={why} onChange={(event) => setWhy(event.target.value)} />
        <p className="quiet">{say(m.revealRecorded)}</p>
        {act.error && <ProblemNotice error={act.error} />}
      </Modal>
    </span>
  );
}
