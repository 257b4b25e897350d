import type { ReactNode } from 'react';

/** The head of a page: what it is, what is said beside it, and what can be done. */
export function PageHead(props: { readonly title: string; readonly aside?: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="page-head">
      <div className="page-title">
        <h1>{props.title}</h1>
        {props.aside && <div className="page-aside">{props.aside}</div>}
      </div>
      {props.children && <div className="page-actions">{props.children}</div>}
    </div>
  );
}
