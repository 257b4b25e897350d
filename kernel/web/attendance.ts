/** Long enough for what an input sets off, e.g. a search as one types or the reading after a save. */
const attentive = 60_000;

let touchedAt = Date.now();

for (const kind of ['pointerdown', 'click', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });
}

/** Has nobody touched this page for a minute? What it then reads by itself must not keep the session alive. */
export function isUnattended(): boolean {
  return Date.now() - touchedAt > attentive;
}
