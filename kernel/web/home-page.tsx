import { Suspense, useState } from 'react';
import { roles, type Role } from '#kernel/contract/role.ts';
import type { View } from './feature.ts';
import { useHouse } from './house.tsx';
import { Inbox } from './inbox.tsx';
import { messages as m } from './messages.ts';
import { findSetting, storeSetting } from './settings.ts';
import { useText } from './text.tsx';
import { Waiting } from './waiting.tsx';

/** The reader's home: the daily jobs of the role, and nothing else. Who has several roles picks one. */
export function HomePage() {
  const say = useText();
  const { me, features } = useHouse();
  const homes = me.actor.roles.flatMap((role) => {
    const Home = features.map((feature) => feature.homes?.[role]).find((view) => view !== undefined);
    return Home ? [{ role, Home }] : [];
  });
  const [picked, setPicked] = useState(() => findSetting('home'));
  const here = homes.find((home) => home.role === picked) ?? homes[0];
  const strips = features.flatMap((feature) =>
    here && feature.homeStrips?.[here.role] ? [{ name: feature.name, Strip: feature.homeStrips[here.role] as View }] : [],
  );
  const pick = (role: Role) => {
    storeSetting('home', role);
    setPicked(role);
  };
  return (
    <div className="home-page">
      {homes.length > 1 && (
        <div className="home-roles" role="group" aria-label={say(m.homeOf)}>
          {homes.map(({ role }) => (
            <button key={role} type="button" aria-pressed={role === here?.role} onClick={() => pick(role)}>
              {say(roles[role])}
            </button>
          ))}
        </div>
      )}
      <Suspense fallback={<Waiting />}>
        {here ? (
          <>
            {strips.map(({ name, Strip }) => (
              <Strip key={name} />
            ))}
            <here.Home />
          </>
        ) : (
          <>
            <h1 className="unseen">{say(m.today)}</h1>
            <Inbox />
          </>
        )}
      </Suspense>
    </div>
  );
}
