import Button from 'antd/es/button';
import { download } from '#kernel/web/api.ts';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { paperDraft, papersList } from '../paper-contract.ts';
import type { Procedure } from '../rules/papers.ts';

/** The papers of a procedure, each a Word draft of what is known by now. */
export function FormationPapers({ view }: CasePanelProps) {
  return <Papers procedure="formation" id={view.row.id} version={view.row.version} />;
}

export function ReelectionPapers({ view }: CasePanelProps) {
  return <Papers procedure="reelection" id={view.row.id} version={view.row.version} />;
}

export function DissolutionPapers({ view }: CasePanelProps) {
  return <Papers procedure="dissolution" id={view.row.id} version={view.row.version} />;
}

function Papers({ procedure, id, version }: { readonly procedure: Procedure; readonly id: string; readonly version: number }) {
  const say = useText();
  const papers = useRead(['papers', id, version], papersList, { params: { procedure, id } });
  if (papers.error) return <ProblemNotice error={papers.error} />;
  return (
    <ul className="lines">
      {papers.data?.papers.map((paper) => (
        <li key={paper.key}>
          <Button
            type="link"
            style={{ paddingInline: 0, textAlign: 'left', justifyContent: 'flex-start', height: 'auto', whiteSpace: 'normal' }}
            onClick={() => void download(paperDraft, { params: { procedure, id, paper: paper.key } })}
          >
            {paper.title}
          </Button>
          <span className="quiet">
            {paper.rule} · {say({ zh: 'Word 草稿', en: 'Word draft' })}
          </span>
        </li>
      ))}
    </ul>
  );
}
