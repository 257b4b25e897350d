import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language, Text } from '#kernel/contract/text.ts';
import { findSetting, storeSetting } from './settings.ts';

type Speech = {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly largeText: boolean;
  readonly setLargeText: (large: boolean) => void;
};

const SpeechContext = createContext<Speech>({
  language: 'zh',
  setLanguage: () => undefined,
  largeText: false,
  setLargeText: () => undefined,
});

/** Holds the reader's language and letter size for everything below, and remembers both on this device. */
export function SpeechProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => firstLanguage());
  const [largeText, setLargeText] = useState(() => findSetting('largeText') === 'yes');
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    storeSetting('language', language);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset['letters'] = largeText ? 'large' : 'normal';
    storeSetting('largeText', largeText ? 'yes' : 'no');
  }, [largeText]);
  const speech = useMemo(() => ({ language, setLanguage, largeText, setLargeText }), [language, largeText]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The reader's language and letter size, and how to change them. */
export function useSpeech(): Speech {
  return use(SpeechContext);
}

/** A function that says a text in the reader's language. */
export function useText(): (text: Text) => string {
  const { language } = useSpeech();
  return useCallback((text: Text) => text[language], [language]);
}

function firstLanguage(): Language {
  const stored = findSetting('language');
  if (stored === 'zh' || stored === 'en') return stored;
  return 'zh';
}
