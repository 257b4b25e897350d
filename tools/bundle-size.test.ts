import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gzipOf } from './bundle-size.ts';

describe('the first load', () => {
  const manifest = {
    'index.html': { file: 'index.js', imports: ['_react.js'], css: ['index.css'] },
    '_react.js': { file: 'react.js' },
    'door.tsx': { file: 'door.js', imports: ['_react.js'] },
    'chart.tsx': { file: 'chart.js' },
  };
  const content = randomBytes(1000);

  it('counts every file once that the entries need, and none that is fetched later', () => {
    const one = gzipOf({ a: { file: 'a.js' } }, ['a'], () => content);
    expect(gzipOf(manifest, ['index.html', 'door.tsx'], () => content)).toBe(4 * one);
  });

  it('refuses an entry that the build does not have', () => {
    expect(() => gzipOf(manifest, ['gone.tsx'], () => content)).toThrow('gone.tsx');
  });
});
