import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Popover from 'antd/es/popover';
import { useState } from 'react';
import { savedViewEndpoints } from '#kernel/contract/saved-view-endpoints.ts';
import { Icon } from './icons.tsx';
import { recordMessages as r } from './messages-record.ts';
import { messages as m } from './messages.ts';
import { parsePageQuery } from './page-query.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useAct, useRead } from './queries.ts';
import { useText } from './text.tsx';
import { viewQuery, type ListState } from './url-state.ts';

/** Named sets of filters of this list; opening one never widens anybody's rights. */
export function SavedViews(props: { readonly path: string; readonly state: ListState; readonly onOpen: (state: ListState) => void }) {
  const say = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<ViewList {...props} onDone={() => setOpen(false)} />}
    >
      <Button icon={<Icon name="bookmark" size={16} />}>{say(r.views)}</Button>
    </Popover>
  );
}

function ViewList(props: {
  readonly path: string;
  readonly state: ListState;
  readonly onOpen: (state: ListState) => void;
  readonly onDone: () => void;
}) {
  const say = useText();
  const [name, setName] = useState('');
  const key = ['saved-views', props.path];
  const views = useRead(key, savedViewEndpoints.list, { query: { path: props.path } });
  const create = useAct(savedViewEndpoints.save, [key]);
  const remove = useAct(savedViewEndpoints.remove, [key]);
  const query = viewQuery(props.state);
  const save = async () => {
    await create.mutateAsync({ body: { path: props.path, name: name.trim(), query } });
    setName('');
  };
  const error = views.error ?? create.error ?? remove.error;
  return (
    <div className="view-list">
      {views.data?.views.length === 0 && <p className="quiet">{say(r.noViews)}</p>}
      <ul>
        {views.data?.views.map((view) => (
          <li key={view.id}>
            <button
              type="button"
              className="link-button"
              aria-current={view.query === query}
              onClick={() => {
                props.onOpen(parsePageQuery(view.query));
                props.onDone();
              }}
            >
              {view.name}
            </button>
            <button
              type="button"
              className="plain-button"
              aria-label={`${say(r.deleteView)}：${view.name}`}
              onClick={() => remove.mutate({ params: { id: view.id } })}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <form
        className="view-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) void save().catch(() => undefined);
        }}
      >
        <Input
          aria-label={say(r.viewName)}
          placeholder={say(r.viewName)}
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit" type="primary" disabled={name.trim() === '' || query === ''} loading={create.isPending}>
          {say(m.save)}
        </Button>
      </form>
      <p className="quiet small">{say(r.saveView)}</p>
      {error && <ProblemNotice error={error} />}
    </div>
  );
}
