import Dropdown from 'antd/es/dropdown';
import { roles } from '#kernel/contract/role.ts';
import { useHouse } from './house.tsx';
import { Icon } from './icons.tsx';
import { useGo } from './link.tsx';
import { messages as m } from './messages.ts';
import { useSpeech, useText } from './text.tsx';

/** Language, letter size, and the account's own pages. */
export function AccountMenu() {
  const say = useText();
  const go = useGo();
  const { me, features, signOut } = useHouse();
  const { language, setLanguage, largeText, setLargeText } = useSpeech();
  const pages = features.flatMap((feature) => feature.account ?? []);
  const switchLanguage = () => setLanguage(language === 'zh' ? 'en' : 'zh');
  return (
    <div className="account">
      <button type="button" className="plain-button only-wide" aria-pressed={largeText} onClick={() => setLargeText(!largeText)}>
        <Icon name="letters" size={20} />
        <span>{say(largeText ? m.normalText : m.largeText)}</span>
      </button>
      <button type="button" className="plain-button only-wide" onClick={switchLanguage} lang={language === 'zh' ? 'en' : 'zh-CN'}>
        {say(m.switchLanguage)}
      </button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              type: 'group',
              label: `${me.actor.name} · ${me.actor.roles.map((role) => say(roles[role])).join('、')}`,
            },
            ...pages.map((page) => ({ key: page.path, label: say(page.label), onClick: () => go(page.path) })),
            { key: 'letters', label: say(largeText ? m.normalText : m.largeText), onClick: () => setLargeText(!largeText) },
            { key: 'language', label: say(m.switchLanguage), onClick: switchLanguage },
            { type: 'divider', key: 'line' },
            { key: 'out', label: say(m.signOut), onClick: signOut },
          ],
        }}
      >
        <button type="button" className="plain-button" aria-label={`${say(m.account)}：${me.actor.name}`} aria-haspopup="menu">
          <Icon name="person" size={20} />
          <span className="only-wide">{me.actor.name}</span>
          <span className="only-wide">
            <Icon name="down" size={14} />
          </span>
        </button>
      </Dropdown>
    </div>
  );
}
