import type { JSONContent } from '@tiptap/core';
import type { z } from 'zod';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import type { BriefingBlock, BriefingQuote, briefingView } from '../../briefing-contract.ts';

export type Quote = z.infer<typeof BriefingQuote>;
export type Block = z.infer<typeof BriefingBlock>;
export type BriefingSaid = AnswerOf<typeof briefingView>;
type Run = Extract<Block, { kind: 'paragraph' }>['runs'][number];

/** What a quote asks, apart from how it is worded: quotes with the same key have the same value. */
export function questionKey({ figureId, asOf, window, filter }: Pick<Quote, 'figureId' | 'asOf' | 'window' | 'filter'>): string {
  return JSON.stringify([figureId, asOf ?? '', window ?? '', filter ?? '']);
}

/** A briefing's blocks as the editor's document. */
export function toEditor(blocks: readonly Block[]): JSONContent {
  const content = blocks.map((block): JSONContent => {
    if (block.kind === 'heading') return { type: 'heading', attrs: { level: block.level }, content: block.runs.flatMap(inline) };
    if (block.kind === 'paragraph') return { type: 'paragraph', content: block.runs.flatMap(inline) };
    return {
      type: 'table',
      content: block.rows.map((row, index) => ({
        type: 'tableRow',
        content: row.map((cell) => ({
          type: index === 0 ? 'tableHeader' : 'tableCell',
          content: [{ type: 'paragraph', content: cell.flatMap(inline) }],
        })),
      })),
    };
  });
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

/** The editor's document as blocks; what the paper does not know falls away. */
export function fromEditor(document: JSONContent): Block[] {
  return (document.content ?? []).flatMap((node): Block[] => {
    if (node.type === 'heading') return [{ kind: 'heading', level: levelOf(node.attrs?.['level']), runs: runsOf(node) }];
    if (node.type === 'table') {
      const rows = (node.content ?? []).map((row) => (row.content ?? []).map((cell) => (cell.content ?? []).flatMap(runsOf)));
      return rows.length > 0 ? [{ kind: 'table', rows }] : [];
    }
    return [{ kind: 'paragraph', runs: runsOf(node) }];
  });
}

/** Every quote of the blocks, in the order of the text. */
export function quotesIn(blocks: readonly Block[]): Quote[] {
  const runs = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat(2) : block.runs));
  return runs.flatMap((run) => ('quote' in run ? [run.quote] : []));
}

function inline(run: Run): JSONContent[] {
  if ('quote' in run) return [{ type: 'figureQuote', attrs: { quote: run.quote } }];
  return run.text === '' ? [] : [{ type: 'text', text: run.text, ...(run.bold && { marks: [{ type: 'bold' }] }) }];
}

function runsOf(node: JSONContent): Run[] {
  return (node.content ?? []).flatMap((one): Run[] => {
    if (one.type === 'figureQuote') return [{ quote: one.attrs?.['quote'] as Quote }];
    if (one.type !== 'text' || !one.text) return [];
    return [{ text: one.text, ...(one.marks?.some(({ type }) => type === 'bold') && { bold: true }) }];
  });
}

function levelOf(level: unknown): 1 | 2 | 3 | 4 {
  return level === 2 || level === 3 || level === 4 ? level : 1;
}
