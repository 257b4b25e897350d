import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, issuedAt, keySet, newSigners, signers, tools, trace } from '#features/finance/server/passport/passport.fixture.ts';
import { pointsPassportText } from '#features/finance/rules/passport-format.ts';
import { disclosing, issuePointsPassport } from '#features/finance/rules/passport-issue.ts';
import { verifyCommand } from './passport-command.ts';

const inForce = { ...facts, iat: 0, nbf: 0, exp: 4_000_000_000 };
const good = pointsPassportText(disclosing(issuePointsPassport(inForce, trace, tools), ['T1', 'A1']));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passport-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lianxin(...given: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'passport', 'verify', ...given], {
    encoding: 'utf8',
    env: { ...process.env, LIANXIN_DATA: join(folder, 'none') },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('lianxin passport verify ends with 0 for a genuine file by the issuer’s keys, with 1 for anything else, and names why', () => {
  const keys = written('keys.json', keySet(signers));
  const fine = lianxin(written('good.json', good), '--keys', keys);
  expect(fine).toMatchObject({ code: 0, out: expect.stringMatching(/^真实有效[^]*Ed25519[^]*SM2[^]*云杉光电[^]*T1 +3\.33 \/ 10/) });
  const changed = lianxin(written('changed.json', good.replace('"signature":"', '"signature":"A')), '--keys', keys, '--json');
  expect(changed.code).toBe(1);
  expect(JSON.parse(changed.out)).toMatchObject({ isGenuine: false, faults: expect.arrayContaining(['ED25519_BAD']), claims: null });
  expect(lianxin(join(folder, 'gone.json'))).toMatchObject({ code: 1, err: expect.stringContaining('gone.json cannot be read') });
});

test('without keys, or by another’s, the words say that the key is merely the file’s own', () => {
  for (const keys of [undefined, keySet(newSigners())]) {
    const { data, text } = verifyCommand(good, keys, issuedAt);
    expect(data.faults).toEqual(['KEY_UNKNOWN']);
    expect(text).toMatch(/^不可采信[^]*公钥只是文件自带[^]*云杉光电/);
  }
  expect(() => verifyCommand(good, '{"keys":[]}', issuedAt)).toThrow('holds none');
});
