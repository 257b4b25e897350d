import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { ApiProblem, call } from '#kernel/web/api.ts';
import { briefingSave, type BriefingDraft } from '../../briefing-contract.ts';

export type Draft = z.infer<typeof BriefingDraft>;
export type Saving = {
  readonly state: 'saved' | 'waiting' | 'saving' | 'late' | 'failed';
  readonly at: number;
  readonly error: Error | null;
};

const pauseMs = 1200;

/**
 * A draft that saves itself a moment after the last stroke. `flush` saves at once and answers the version; what the
 * server refused stays on the page, and says so.
 */
export function useDraft(id: string, first: Draft, firstVersion: number) {
  const [draft, setDraft] = useState(first);
  const [saving, setSaving] = useState<Saving>({ state: 'saved', at: Date.now(), error: null });
  const latest = useRef(first);
  const stored = useRef(JSON.stringify(first));
  const version = useRef(firstVersion);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const running = useRef<Promise<number>>(Promise.resolve(firstVersion));

  const flush = useCallback((): Promise<number> => {
    clearTimeout(timer.current);
    const save = async () => {
      const body = latest.current;
      const text = JSON.stringify(body);
      if (text === stored.current) return version.current;
      setSaving((now) => ({ ...now, state: 'saving', error: null }));
      try {
        const answer = await call(briefingSave, { params: { id }, body, version: version.current });
        version.current = answer.version;
        stored.current = text;
        setSaving({ state: JSON.stringify(latest.current) === text ? 'saved' : 'waiting', at: Date.now(), error: null });
      } catch (error) {
        const late = error instanceof ApiProblem && error.problem.code === 'STALE_VERSION';
        setSaving((now) => ({ ...now, state: late ? 'late' : 'failed', error: error instanceof Error ? error : new Error(String(error)) }));
        throw error;
      }
      return version.current;
    };
    running.current = running.current.then(save, save);
    return running.current;
  }, [id]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      latest.current = { ...latest.current, ...part };
      setDraft(latest.current);
      if (JSON.stringify(latest.current) === stored.current) return;
      setSaving((now) => (now.state === 'late' ? now : { ...now, state: 'waiting' }));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush().catch(() => undefined), pauseMs);
    },
    [flush],
  );

  useEffect(
    () => () => {
      if (timer.current !== undefined) void flush().catch(() => undefined);
    },
    [flush],
  );
  return { draft, saving, change, flush };
}
