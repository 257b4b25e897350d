import Button from 'antd/es/button';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { useGo } from '#kernel/web/link.tsx';
import { useText } from '#kernel/web/text.tsx';
import { words as w } from './messages.ts';

/** From a menu item straight to asking for it. */
export function ItemAsk({ row }: RecordPanelProps) {
  const say = useText();
  const go = useGo();
  return (
    <>
      <p className="quiet">{say(w.oftenSolved(Number(row['solvedTimes'] ?? 0), Number(row['askedTimes'] ?? 0)))}</p>
      <Button type="primary" onClick={() => go('/service-requests/new', { itemId: row.id })}>
        {say(w.ask)}
      </Button>
    </>
  );
}
