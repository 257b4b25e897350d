import type { Field } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { fieldText } from './field-text.ts';
import { findDeclaration, may, useHouse } from './house.tsx';
import { PageLink } from './link.tsx';
import { SecretValue } from './secret-value.tsx';
import { useSpeech } from './text.tsx';

/** The value of a declared field on a page: references lead to their record, secrets stay masked. */
export function FieldValue(props: {
  readonly declaration: RecordDeclaration;
  readonly name: string;
  readonly row: RecordRow;
  /** in tables and cards nothing but the text */
  readonly plain?: boolean;
}) {
  const { language } = useSpeech();
  const { declaration, name, row } = props;
  const field = declaration.fields[name];
  if (!field) return null;
  const value = row[name];
  const text = fieldText(field, value, row.titles[name], language);
  if (text === '') return <span className="quiet">—</span>;
  if (props.plain) return <>{text}</>;
  if (field.kind === 'secret') return <SecretValue declaration={declaration} name={name} row={row} />;
  if (field.kind === 'reference' || field.kind === 'references') {
    return <References field={field} value={value} titles={row.titles[name]} />;
  }
  if (field.kind === 'longText') return <span className="long-text">{text}</span>;
  if (field.kind === 'text' && field.check === 'phone') return <a href={`tel:${text}`}>{text}</a>;
  return <>{text}</>;
}

function References(props: {
  readonly field: Extract<Field, { kind: 'reference' | 'references' }>;
  readonly value: unknown;
  readonly titles: string | readonly string[] | undefined;
}) {
  const house = useHouse();
  const declaration = findDeclaration(house, props.field.record);
  const reachable = declaration && may(declaration, house.me.actor, 'read');
  const ids = [props.value].flat().map(String);
  const titles = [props.titles ?? []].flat();
  return (
    <span className="references">
      {ids.map((id, index) =>
        reachable && titles[index] ? (
          <PageLink key={id} to={`/${declaration.path}/${id}`}>
            {titles[index]}
          </PageLink>
        ) : (
          <span key={id}>{titles[index] ?? '—'}</span>
        ),
      )}
    </span>
  );
}
