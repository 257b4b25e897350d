import { useState } from 'react';

/** Several steps as one act of a page: whether it runs, and what stopped it last. */
export function useDoing() {
  const [problem, setProblem] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const doing = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(false);
    }
  };
  return { doing, busy, problem };
}
