import type { DocumentBlock, OfficialDocument, Run } from '#kernel/contract/document.ts';
import type { DraftSaid, QuoteSaid } from './briefing-store.ts';

type Runs = Extract<DraftSaid['blocks'][number], { kind: 'paragraph' }>['runs'];

/** A number as the paper says it: its words, and the place of its passport once it has one. */
export type Quoted = { readonly text: string; readonly passport?: number };

/** Every quote of a draft with where it stands, in the order of the text. */
export function quotesOf(draft: DraftSaid): { readonly quote: QuoteSaid; readonly path: string }[] {
  const found: { quote: QuoteSaid; path: string }[] = [];
  const look = (runs: Runs, path: string) =>
    runs.forEach((run, index) => 'quote' in run && found.push({ quote: run.quote, path: `${path}.${index}` }));
  draft.blocks.forEach((block, index) => {
    if (block.kind === 'table') block.rows.forEach((row, y) => row.forEach((cell, x) => look(cell, `blocks.${index}.rows.${y}.${x}`)));
    else look(block.runs, `blocks.${index}.runs`);
  });
  return found;
}

/**
 * The draft as an official paper, its quotes put into words by their place in the text. The first row of a table is
 * its head; empty paragraphs fall away.
 */
export function paperOf(draft: DraftSaid, quoted: readonly Quoted[], number: number | null): OfficialDocument {
  let next = 0;
  const runsOf = (runs: Runs): Run[] =>
    runs.flatMap((run): Run[] => {
      if (!('quote' in run)) return run.text === '' ? [] : [{ text: run.text, ...(run.bold && { bold: true }) }];
      const said = quoted[next++];
      return said ? [{ ...said }] : [];
    });
  const cellOf = (runs: Runs) =>
    runsOf(runs)
      .map((run) => run.text)
      .join('');
  const blocks = draft.blocks.flatMap((block): DocumentBlock[] => {
    if (block.kind === 'table') {
      const [head = [], ...rows] = block.rows.map((row) => row.map(cellOf));
      return [{ kind: 'table', head, rows }];
    }
    const runs = runsOf(block.runs);
    if (runs.length === 0) return [];
    return [block.kind === 'heading' ? { kind: 'heading', level: block.level, runs } : { kind: 'paragraph', runs }];
  });
  const { report, send, issueTo, copies } = draft;
  const distribution = {
    ...(report && { report }),
    ...(send && { send }),
    ...(issueTo && { issue: issueTo }),
    ...(copies !== null && { copies }),
  };
  return {
    mark: draft.mark,
    ...(number !== null && { number: `第${number}期` }),
    issuer: draft.issuer,
    date: draft.day,
    title: draft.title,
    ...(draft.editorNote && { editorNote: [{ text: draft.editorNote }] }),
    blocks,
    ...(Object.keys(distribution).length > 0 && { distribution }),
  };
}

/** The draft with every quote put through a function. */
export function withQuotes(draft: DraftSaid, change: (quote: QuoteSaid) => QuoteSaid): DraftSaid {
  const through = (runs: Runs): Runs => runs.map((run) => ('quote' in run ? { quote: change(run.quote) } : run));
  const blocks = draft.blocks.map((block) =>
    block.kind === 'table' ? { ...block, rows: block.rows.map((row) => row.map(through)) } : { ...block, runs: through(block.runs) },
  );
  return { ...draft, blocks };
}
