import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { feedbackEndpoint } from '#kernel/contract/feedback-endpoint.ts';
import { Icon } from './icons.tsx';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';

/** A word to the people who run the system, from any page. */
export function FeedbackButton() {
  const say = useText();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const act = useAct(feedbackEndpoint, []);
  const send = async () => {
    await act.mutateAsync({ body: { text: text.trim(), page: location.pathname + location.search } });
    setOpen(false);
    setText('');
    toast(say(m.feedbackThanks));
  };
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        <Icon name="talk" size={16} /> {say(m.feedback)}
      </button>
      <Modal
        open={open}
        title={say(m.feedback)}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        footer={[
          <Button key="cancel" onClick={() => setOpen(false)}>
            {say(m.cancel)}
          </Button>,
          <Button
            key="send"
            type="primary"
            disabled={text.trim() === ''}
            loading={act.isPending}
            onClick={() => void send().catch(() => undefined)}
          >
            {say(m.send)}
          </Button>,
        ]}
      >
        <label htmlFor="feedback-text">{say(m.feedbackAsk)}</label>
        <Input.TextArea id="feedback-text" rows={5} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
        <p className="quiet">{say(m.feedbackPrivate)}</p>
        {act.error && <ProblemNotice error={act.error} />}
      </Modal>
    </>
  );
}
