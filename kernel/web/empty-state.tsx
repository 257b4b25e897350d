import type { ReactNode } from 'react';

/** An empty place says what will be here, who normally fills it, and offers the first step. */
export function EmptyState(props: { readonly title: string; readonly hint?: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <svg aria-hidden="true" width="72" height="40" viewBox="0 0 72 40" fill="none" stroke="#b9c0c9" strokeWidth="2.5">
        <rect x="8" y="10" width="30" height="20" rx="10" />
        <path d="M34 20a10 10 0 0 1 10-10h10a10 10 0 0 1 0 20H44" strokeDasharray="4 5" />
      </svg>
      <h2>{props.title}</h2>
      {props.hint && <p className="quiet">{props.hint}</p>}
      {props.children && <div className="empty-actions">{props.children}</div>}
    </div>
  );
}
