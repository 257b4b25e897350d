import type { ReactNode } from 'react';
import { Logo } from './icons.tsx';
import { messages as m } from './messages.ts';
import { useSpeech, useText } from './text.tsx';
import './styles-frame.css';

/** The layout of pages without a frame: signing in, invitations, setting a password. */
export function BareLayout({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const say = useText();
  const { language, setLanguage, largeText, setLargeText } = useSpeech();
  return (
    <div className="bare">
      <header className="bare-bar">
        <button type="button" className="plain-button" aria-pressed={largeText} onClick={() => setLargeText(!largeText)}>
          {say(largeText ? m.normalText : m.largeText)}
        </button>
        <button
          type="button"
          className="plain-button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {say(m.switchLanguage)}
        </button>
      </header>
      <main className="bare-main">
        <div className="bare-brand">
          <Logo size={44} />
          <div>
            <div className="bare-name">{say(m.product)}</div>
            <div className="quiet">{say(m.productLong).split(' · ')[1]}</div>
          </div>
        </div>
        <div className="bare-card">
          <h1>{title}</h1>
          {children}
        </div>
      </main>
      <footer className="footer">
        <strong>{say(m.notClassified)}</strong>
      </footer>
    </div>
  );
}
