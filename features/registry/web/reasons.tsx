import Tag from 'antd/es/tag';
import { useText } from '#kernel/web/text.tsx';
import type { LikenessReason } from '../rules/duplicates.ts';
import { messages as m, reasonTexts } from './messages.ts';

/** How alike two rows are and why, in words. */
export function Reasons({ score, reasons }: { readonly score: number; readonly reasons: readonly LikenessReason[] }) {
  const say = useText();
  return (
    <span className="reasons">
      <strong>{say(m.likeness(score))}</strong>{' '}
      {reasons.map((reason) => (
        <Tag key={reason}>{say(reasonTexts[reason])}</Tag>
      ))}
    </span>
  );
}
