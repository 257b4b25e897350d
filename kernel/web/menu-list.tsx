import { PageLink } from './link.tsx';
import type { MenuGroup } from './menu.ts';
import { entryAt } from './menu.ts';
import { messages as m } from './messages.ts';
import { useText } from './text.tsx';

/** The reader's jobs with the pages under each; never deeper. */
export function MenuList({ groups, path }: { readonly groups: readonly MenuGroup[]; readonly path: string }) {
  const say = useText();
  const here = entryAt(groups, path)?.entry;
  return (
    <div className="menu-list">
      <PageLink to="/" current={path === '/'} className="menu-entry menu-home">
        {say(m.today)}
      </PageLink>
      {groups.map(({ job, entries }) => (
        <div key={job.key} role="group" aria-labelledby={`job-${job.key}`}>
          <div className="menu-job" id={`job-${job.key}`}>
            {say(job.label)}
          </div>
          <ul>
            {entries.map((entry) => (
              <li key={entry.path}>
                <PageLink to={entry.path} current={entry.path === here?.path} className="menu-entry">
                  {say(entry.label)}
                </PageLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
