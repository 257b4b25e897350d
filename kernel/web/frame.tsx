import { Outlet } from '@tanstack/react-router';
import Drawer from 'antd/es/drawer';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { AccountMenu } from './account-menu.tsx';
import { Footer } from './footer.tsx';
import { useHouse } from './house.tsx';
import { Icon, Logo } from './icons.tsx';
import { PageLink, usePage } from './link.tsx';
import { MenuList } from './menu-list.tsx';
import { entryAt, menuFor, titleAt } from './menu.ts';
import { messages as m } from './messages.ts';
import { SearchBox } from './search-box.tsx';
import { useText } from './text.tsx';
import { Waiting } from './waiting.tsx';
import './styles-case.css';
import './styles-frame.css';
import './styles-list.css';
import './styles-page.css';

/** The frame around every page: menu by the reader's jobs, search, account, and where one is. */
export function Frame() {
  const say = useText();
  const { me, jobs, features } = useHouse();
  const { path } = usePage();
  const [drawn, setDrawn] = useState(false);
  const groups = useMemo(() => menuFor(jobs, features, me.actor.roles), [jobs, features, me.actor.roles]);
  const tabs = groups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.tab)
    .slice(0, 3);
  const here = entryAt(groups, path);
  useEffect(() => setDrawn(false), [path]);
  useEffect(() => {
    const place = say(here?.entry.label ?? titleAt(features, path) ?? m.home);
    document.title = `${place} · ${say(m.product)}`;
  }, [here, say, features, path]);
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        {say(m.skipToContent)}
      </a>
      <header className="top-bar">
        <button type="button" className="plain-button only-narrow" aria-label={say(m.menu)} onClick={() => setDrawn(true)}>
          <Icon name="menu" size={22} />
        </button>
        <PageLink to="/" className="brand">
          <Logo />
          <span className="brand-name">{say(m.product)}</span>
          <span className="brand-zone">{me.zone.name}</span>
        </PageLink>
        <SearchBox />
        {me.zone.isExample && <span className="example-mark only-wide">{say(m.exampleData)}</span>}
        <AccountMenu />
      </header>
      <nav className="side-menu only-wide" aria-label={say(m.menu)}>
        <MenuList groups={groups} path={path} />
      </nav>
      <Drawer
        open={drawn}
        onClose={() => setDrawn(false)}
        placement="left"
        size={288}
        title={say(m.menu)}
        closable={{ 'aria-label': say(m.close) }}
        styles={{ body: { padding: '8px 0' } }}
      >
        <nav aria-label={say(m.menu)}>
          <MenuList groups={groups} path={path} />
        </nav>
      </Drawer>
      <main id="content" className="content" tabIndex={-1}>
        {here && (
          <nav className="breadcrumb" aria-label={say(m.breadcrumb)}>
            <PageLink to="/">{say(m.home)}</PageLink>
            <span aria-hidden="true">/</span>
            <span>{say(here.group.job.label)}</span>
            <span aria-hidden="true">/</span>
            {here.entry.path === path ? (
              <span aria-current="page">{say(here.entry.label)}</span>
            ) : (
              <PageLink to={here.entry.path}>{say(here.entry.label)}</PageLink>
            )}
          </nav>
        )}
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <nav className="bottom-tabs only-narrow" aria-label={say(m.mainTabs)}>
        <PageLink to="/" current={path === '/'}>
          <Icon name="home" size={20} />
          <span>{say(m.home)}</span>
        </PageLink>
        {tabs.map((entry) => (
          <PageLink key={entry.path} to={entry.path} current={here?.entry === entry}>
            <Icon name="list" size={20} />
            <span>{say(entry.label)}</span>
          </PageLink>
        ))}
        <button type="button" onClick={() => setDrawn(true)}>
          <Icon name="more" size={20} />
          <span>{say(m.more)}</span>
        </button>
      </nav>
    </div>
  );
}
