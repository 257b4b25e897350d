import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useAct, type QueryKey } from '#kernel/web/queries.ts';
import { saveSchemeDraft, type SchemeDraft } from '../../scheme-contract.ts';

export const schemesKey: QueryKey = ['points-schemes'];
export const draftKey = (id: string): QueryKey => ['points-scheme-draft', id];
const waitMs = 500;

export type DraftContent = Pick<SchemeDraft, 'edition' | 'effectiveFrom' | 'source' | 'scheme'>;

/** A draft that keeps itself: half a second after the last change, one save after another, and when its page is left. */
export function useDraft({ id, version: readVersion, edition, effectiveFrom, source, scheme }: SchemeDraft) {
  const [content, setContent] = useState<DraftContent>({ edition, effectiveFrom, source, scheme });
  const [kept, setKept] = useState(content);
  const [version, setVersion] = useState(readVersion);
  const sent = useRef(content);
  const chain = useRef(Promise.resolve(readVersion));
  const act = useAct(saveSchemeDraft, [schemesKey, draftKey(id)]);
  const save = useEffectEvent(() => {
    if (sent.current === content) return;
    sent.current = content;
    chain.current = chain.current.then(async (last) => {
      try {
        const saved = await act.mutateAsync({ params: { id }, version: last, body: content });
        setVersion(saved.version);
        setKept(content);
        return saved.version;
      } catch {
        // the page shows why; the next change tries again
        sent.current = kept;
        return last;
      }
    });
  });
  const askBeforeLeaving = useEffectEvent((event: BeforeUnloadEvent) => {
    save();
    if (kept !== content) event.preventDefault();
  });
  useEffect(() => {
    const timer = setTimeout(() => save(), waitMs);
    return () => clearTimeout(timer);
  }, [content]);
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => askBeforeLeaving(event);
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      save();
    };
  }, []);
  return {
    content,
    change: (part: Partial<DraftContent>) => setContent((now) => ({ ...now, ...part })),
    version,
    isKept: kept === content,
    error: act.error,
  };
}
