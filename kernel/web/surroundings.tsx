import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import ConfigProvider from 'antd/es/config-provider';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { SpeechProvider, useSpeech } from './text.tsx';
import { ToastProvider } from './toast.tsx';
import { themeOf } from './tokens.ts';
import './styles.css';

/** What every page needs around it: language, theme, data, short notices. */
export function Surroundings({ client, children }: { readonly client: QueryClient; readonly children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <SpeechProvider>
        <Themed>
          <ToastProvider>{children}</ToastProvider>
        </Themed>
      </SpeechProvider>
    </QueryClientProvider>
  );
}

function Themed({ children }: { readonly children: ReactNode }) {
  const { language, largeText } = useSpeech();
  const touch = useSyncExternalStore(watchWidth, () => narrow.matches);
  const theme = useMemo(() => themeOf({ largeText, touch }), [largeText, touch]);
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

/** The width below which `styles-frame.css` draws the narrow frame; there every target is 44 px high. */
const narrow = matchMedia('(max-width: 860px)');

function watchWidth(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}
