import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Popover from 'antd/es/popover';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { Icon } from './icons.tsx';
import { columnsOf, defaultColumns } from './list-columns.ts';
import { labelOf } from './list-table.tsx';
import { recordMessages as r } from './messages-record.ts';
import { useText } from './text.tsx';

/** Which columns the list shows; kept on this device. */
export function ColumnChooser(props: {
  readonly declaration: RecordDeclaration;
  readonly columns: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
}) {
  const say = useText();
  const { declaration, columns } = props;
  const all = columnsOf(declaration);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="column-chooser">
          <p className="quiet">{say(r.columnsHint)}</p>
          <div className="column-list">
            {all.map((name) => (
              <Checkbox
                key={name}
                checked={columns.includes(name)}
                disabled={name === declaration.title}
                onChange={(event) => props.onChange(all.filter((one) => (one === name ? event.target.checked : columns.includes(one))))}
              >
                {say(labelOf(declaration, name))}
              </Checkbox>
            ))}
          </div>
          <Button size="small" onClick={() => props.onChange(defaultColumns(declaration))}>
            {say(r.defaultColumns)}
          </Button>
        </div>
      }
    >
      <Button className="only-wide" icon={<Icon name="columns" size={16} />}>
        {say(r.columns)}
      </Button>
    </Popover>
  );
}
