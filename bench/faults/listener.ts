import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from './person.ts';

/** An open page: follows the stream of changes and takes it up again whenever it breaks. */
export type Ear = {
  /** does it hear of a change made now? */
  hears(by: Person): Promise<boolean>;
  end(): void;
};

export function listen(by: Person): Ear {
  const heard = new Set<string>();
  const leave = new AbortController();
  const follow = async () => {
    while (!leave.signal.aborted) {
      try {
        const reply = await by.stream('/api/events', leave.signal);
        let rest = '';
        for await (const chunk of reply.pipeThrough(new TextDecoderStream())) {
          rest += chunk;
          for (const [, id] of rest.matchAll(/"id":"([^"]+)"/g)) heard.add(id ?? '');
          rest = rest.slice(rest.lastIndexOf('\n') + 1);
        }
      } catch {
        // broken, as by any kill
      }
      await pause(100);
    }
  };
  void follow();
  return {
    async hears(who) {
      // the line may be on its way back: a few changes, some time apart
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const made = await who.settle('POST', '/api/places', { name: `听 ${randomUUID()}`, kind: 'park' });
        const id = String((made.body as Record<string, unknown>)['id']);
        for (let wait = 0; wait < 10; wait += 1) {
          if (heard.has(id)) return true;
          await pause(50);
        }
      }
      return false;
    },
    end: () => leave.abort(),
  };
}
