import type { ReactNode } from 'react';

/** A line of a statement as a bar: how much of its weight it gave, and what stands behind it. */
export function PointsBar(props: {
  readonly line: { readonly name: string; readonly state: string; readonly points: number; readonly weight: number };
  readonly children: ReactNode;
}) {
  const { name, state, points, weight } = props.line;
  const share = weight > 0 ? Math.max(0, Math.min(100, (points / weight) * 100)) : 0;
  return (
    <div className="points-line">
      <span className="points-name">{name}</span>
      <span className={state === 'value' ? 'points-bar' : 'points-bar points-none'} aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
      <span className="points-given">{weight > 0 && `${points.toFixed(2)} / ${weight}`}</span>
      <small>{props.children}</small>
    </div>
  );
}
