import Input from 'antd/es/input';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { formatDate, instantOf } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { fillingView } from '../../form-contract.ts';
import { formWords as f } from './form-messages.ts';

export type TypedAnswer = { readonly value: string; readonly source: string };

/** A blank of a filling: its value with the page behind it, or the question with what was answered before. */
export function FilledCell(props: {
  readonly cell: AnswerOf<typeof fillingView>['cells'][number];
  readonly gap: string;
  readonly typed: TypedAnswer | undefined;
  readonly onType?: (answer: TypedAnswer) => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const { cell, gap } = props;
  const name = cell.labels.join(' ');
  const title = [cell.source && say(cell.source), cell.fault && say(cell.fault)].filter(Boolean).join('；');
  const asked = cell.kind === 'answer' || cell.kind === 'unmapped' || cell.given !== null || (cell.value === null && cell.kind !== 'leave');
  const before =
    cell.before &&
    say(
      f.before(
        cell.before.form,
        cell.before.givenBy,
        formatDate(dateOf(instantOf(cell.before.givenAt)), language),
        formatDate(cell.before.validUntil, language),
      ),
    );
  return (
    <>
      {gap && `${gap}：`}
      {asked && props.onType ? (
        <>
          <Input.TextArea
            aria-label={name}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={props.typed?.value ?? cell.value ?? ''}
            placeholder={cell.unit ?? ''}
            onChange={(event) => props.onType?.({ value: event.target.value, source: props.typed?.source ?? '' })}
          />
          {props.typed && props.typed.value !== '' && (
            <Input
              size="small"
              aria-label={`${name} ${say(f.source)}`}
              placeholder={say(f.source)}
              value={props.typed.source}
              maxLength={200}
              onChange={(event) => props.onType?.({ value: props.typed?.value ?? '', source: event.target.value })}
            />
          )}
          {before && <span className="quiet small">{before}</span>}
          {cell.fault && <span className="restated small">{say(cell.fault)}</span>}
        </>
      ) : cell.path && cell.value !== null ? (
        <a
          className="figure-open"
          href={cell.passportId ? `/passports/${cell.passportId}` : cell.path}
          title={title}
          target="_blank"
          rel="noreferrer"
        >
          {cell.value}
        </a>
      ) : (
        <span title={title}>{cell.value ?? ''}</span>
      )}
    </>
  );
}
