import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { AnswerOf, Endpoint } from '#kernel/contract/endpoint.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { ApiProblem, call, newKey, type CallInput } from './api.ts';

/** `['of', 'firm', …]`: everything read about one kind of record or case, so that a change finds it. */
export type QueryKey = readonly unknown[];

export function keyOf(declaration: Pick<RecordDeclaration, 'name'>, ...rest: readonly unknown[]): QueryKey {
  return ['of', declaration.name, ...rest];
}

export const inboxKey: QueryKey = ['inbox'];

/** Reads are kept for half a minute, refreshed by the server's events, and tried again when the line breaks. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // without a line they fail and say so; by default they would wait for it, silently
      queries: { staleTime: 30_000, retry: tryAgain, refetchOnWindowFocus: true, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

type ReadOptions = {
  readonly enabled?: boolean;
  /** show the last answer while the next one is on its way: lists that are filtered */
  readonly keepPrevious?: boolean;
  /** read when the page opens and not again by itself: a read that goes on record */
  readonly once?: boolean;
  /** holds clocks, which go on without any event */
  readonly hasClocks?: boolean;
};

const clocksStaleMs = 5 * 60_000;

/** A read of the API, kept under its key. */
export function useRead<E extends Endpoint>(
  key: QueryKey,
  endpoint: E,
  input: CallInput<E> = {},
  options: ReadOptions = {},
): UseQueryResult<AnswerOf<E>, Error> {
  return useQuery<AnswerOf<E>, Error>({
    queryKey: key,
    queryFn: ({ signal }) => call(endpoint, { ...input, signal }),
    enabled: options.enabled ?? true,
    ...(options.hasClocks && { refetchInterval: clocksStaleMs }),
    ...(options.once && { staleTime: Infinity }),
    ...(options.keepPrevious && { placeholderData: keepPreviousData }),
  });
}

/**
 * An act of the API. The same content sent again carries the same key, so a lost answer never does the work
 * twice; afterwards what `changes` names is read anew.
 */
export function useAct<E extends Endpoint>(endpoint: E, changes: readonly QueryKey[]) {
  const client = useQueryClient();
  const last = useRef<{ content: string; key: string } | undefined>(undefined);
  return useMutation<AnswerOf<E>, Error, CallInput<E>>({
    mutationFn: (input) => {
      const content = JSON.stringify([input.params, input.body, input.file?.name, input.file?.lastModified]);
      if (last.current?.content !== content) last.current = { content, key: newKey() };
      return call(endpoint, { ...(endpoint.effect === 'create' && { idempotencyKey: last.current.key }), ...input });
    },
    onSuccess: async () => {
      last.current = undefined;
      await Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}

function tryAgain(failures: number, error: Error): boolean {
  const lost = error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 502);
  return lost && failures < 2;
}
