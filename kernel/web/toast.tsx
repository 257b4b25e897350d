import { createContext, use, useCallback, useRef, useState, type ReactNode } from 'react';

type Notice = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' };

const ToastContext = createContext<(text: string, tone?: Notice['tone']) => void>(() => undefined);

/** Short words about what has just been done, read out by screen readers; they go by themselves. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const next = useRef(1);
  const show = useCallback((text: string, tone: Notice['tone'] = 'good') => {
    const id = next.current;
    next.current += 1;
    setNotices((now) => [...now.slice(-2), { id, text, tone }]);
    setTimeout(() => setNotices((now) => now.filter((notice) => notice.id !== id)), tone === 'bad' ? 9000 : 4000);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {notices.map((notice) => (
          <div key={notice.id} className={`toast toast-${notice.tone}`}>
            {notice.text}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): (text: string, tone?: Notice['tone']) => void {
  return use(ToastContext);
}
