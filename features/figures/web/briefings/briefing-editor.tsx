import { EditorContent, useEditor, useEditorState, type Editor } from '@tiptap/react';
import { TableKit } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import Button from 'antd/es/button';
import { useMemo, useState } from 'react';
import { useText } from '#kernel/web/text.tsx';
import { fromEditor, toEditor, type Block, type Quote } from './briefing-doc.ts';
import { briefingWords as b } from './briefing-messages.ts';
import { QuoteDialog } from './quote-dialog.tsx';
import { acceptedQuote, QuoteNode, QuotesContext, type Live } from './quote-node.tsx';
import { QuotePicker } from './quote-picker.tsx';

type Opened = { readonly quote: Quote; readonly change: (quote: Quote | null) => void };

const extensions = [
  StarterKit.configure({
    heading: { levels: [1, 2, 3, 4] },
    blockquote: false,
    bulletList: false,
    orderedList: false,
    listItem: false,
    listKeymap: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    hardBreak: false,
    italic: false,
    strike: false,
    underline: false,
    link: false,
  }),
  TableKit.configure({ table: { resizable: false } }),
  QuoteNode,
];

/** The text with its live numbers. Typing `/` asks for one; what is pasted comes as plain text. */
export function BriefingEditor(props: {
  readonly blocks: readonly Block[];
  readonly day: string;
  readonly live: ReadonlyMap<string, Live>;
  /** how many numbers of the text are no longer as they were accepted */
  readonly stale: number;
  readonly onChange: (blocks: Block[]) => void;
}) {
  const say = useText();
  const [picking, setPicking] = useState(false);
  const [opened, setOpened] = useState<Opened>();
  const editor = useEditor({
    extensions,
    content: toEditor(props.blocks),
    onUpdate: ({ editor: now }) => props.onChange(fromEditor(now.getJSON())),
    editorProps: {
      attributes: { 'aria-label': say(b.text), role: 'textbox', 'aria-multiline': 'true' },
      handleKeyDown: (_view, event) => {
        if (event.key !== '/' || event.isComposing) return false;
        event.preventDefault();
        setPicking(true);
        return true;
      },
      handlePaste: (view, event) => {
        const data = event.clipboardData;
        if (!data || data.getData('text/html').includes('data-pm-slice')) return false;
        view.pasteText(data.getData('text/plain'));
        return true;
      },
    },
  });
  const context = useMemo(
    () => ({ live: props.live, edit: (quote: Quote, change: Opened['change']) => setOpened({ quote, change }) }),
    [props.live],
  );
  return (
    <QuotesContext value={context}>
      {editor && props.stale > 0 && (
        <p className="stale-line" role="status">
          {say(b.stale(props.stale))}
          <Button size="small" onClick={() => acceptAll(editor, props.live)}>
            {say(b.acceptAll)}
          </Button>
        </p>
      )}
      {editor && <Bar editor={editor} onInsert={() => setPicking(true)} />}
      <div className="briefing-sheet">
        <EditorContent editor={editor} className="briefing-text" />
      </div>
      {picking && (
        <QuotePicker
          day={props.day}
          onClose={() => {
            setPicking(false);
            editor?.commands.focus();
          }}
          onPick={({ id }, value) => {
            setPicking(false);
            const quote: Quote = { figureId: id, wording: { kind: 'exact' }, seen: value };
            editor?.chain().focus().insertContent({ type: 'figureQuote', attrs: { quote } }).run();
          }}
        />
      )}
      {opened && <QuoteDialog quote={opened.quote} day={props.day} onChange={opened.change} onClose={() => setOpened(undefined)} />}
    </QuotesContext>
  );
}

/** Accepts every number of the text in one step that can be undone. */
function acceptAll(editor: Editor, live: ReadonlyMap<string, Live>): void {
  const { state, view } = editor;
  const { tr } = state;
  state.doc.descendants((node, position) => {
    if (node.type.name !== 'figureQuote') return;
    const quote = node.attrs['quote'] as Quote;
    const next = acceptedQuote(quote, live);
    if (next !== quote) tr.setNodeMarkup(position, undefined, { quote: next });
  });
  if (tr.docChanged) view.dispatch(tr);
}

function Bar({ editor, onInsert }: { readonly editor: Editor; readonly onInsert: () => void }) {
  const say = useText();
  const now = useEditorState({
    editor,
    selector: ({ editor: one }) => ({
      heading: [1, 2, 3].find((level) => one.isActive('heading', { level })) ?? 0,
      bold: one.isActive('bold'),
      table: one.isActive('table'),
    }),
  });
  const run = () => editor.chain().focus();
  const button = (label: string, pressed: boolean, act: () => void) => (
    <button key={label} type="button" className="plain-button" aria-pressed={pressed} onClick={act}>
      {label}
    </button>
  );
  return (
    <div className="briefing-bar" role="toolbar" aria-label={say(b.text)}>
      {([1, 2, 3] as const).map((level) =>
        button(say(b.heading(level)), now.heading === level, () => run().toggleHeading({ level }).run()),
      )}
      {button(say(b.body), now.heading === 0, () => run().setParagraph().run())}
      {button(say(b.bold), now.bold, () => run().toggleBold().run())}
      {!now.table && button(say(b.addTable), false, () => run().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run())}
      {now.table && button(say(b.addRow), false, () => run().addRowAfter().run())}
      {now.table && button(say(b.addColumn), false, () => run().addColumnAfter().run())}
      {now.table && button(say(b.removeTable), false, () => run().deleteTable().run())}
      <button type="button" className="plain-button quote-insert" onClick={onInsert}>
        {say(b.insertBySlash)}
      </button>
    </div>
  );
}
