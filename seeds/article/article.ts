import { uuidv7 } from 'uuidv7';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { projectionOf, storeProjections } from '#kernel/server/cases/project.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import type { Ask } from '#kernel/server/house.ts';
import { endRow, insertRows } from '#kernel/server/records/write.ts';
import { chain, chainMembership, chainNode } from '#features/industry/records.ts';
import { firm, provider } from '#features/registry/records.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { serviceItem } from '#features/service/records.ts';
import { layFinance } from './finance.ts';
import { layInternetParty, layPartyWork } from './party.ts';

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What the article's numbers are as of: rulebook §14. */
export const articleDay = '2024-12-31';

/**
 * Records of a fictional zone that give the numbers of the newspaper page for every feature that exists (rulebook
 * §14.1–14.3), traps included. The names of firms are made up. Lay them as of a moment in 2024.
 */
export async function layArticle(ask: Ask): Promise<void> {
  const firms = await insertRows(
    ask,
    firm,
    range(2136).map((number) => ({
      name: `示例电子${String(number).padStart(4, '0')}有限公司`,
      status: 'operating',
      registeredOn: '2015-06-01',
      ...(number <= 23 ? { isInternet: true, ownership: 'private' } : {}),
      // trap: a state-owned internet firm is not a non-public one
      ...(number === 24 ? { isInternet: true, ownership: 'stateOwned' } : {}),
      ...(number > 100 && number <= 260 ? { isTalentEnterprise: true } : {}),
    })),
  );
  const [electronics] = await insertRows(ask, chain, [{ name: '电子信息' }]);
  const [design] = await insertRows(ask, chainNode, [{ name: '芯片设计', chainId: electronics, segment: 'upstream', isKeyNode: true }]);
  await insertRows(
    ask,
    chainMembership,
    firms.map((firmId) => ({ firmId, nodeId: design, fromOn: '2018-01-01', source: '名录' })),
  );
  await layPartyWork(ask, firms.slice(30, 80));
  await layInternetParty(ask, firms.slice(0, 23));
  const banks = await insertRows(ask, provider, [
    { name: '示例银行一', kind: 'bank' },
    { name: '示例银行二', kind: 'bank' },
  ]);
  await layFinance(ask, firms.slice(400, 490), banks, true);
  await layMenu(ask);
  await layTalentServices(ask, firms.slice(100, 260), firms[300] ?? '');
}

/** 97 items in use and two that were retired. */
async function layMenu(ask: Ask): Promise<void> {
  const ids = await insertRows(
    ask,
    serviceItem,
    range(99).map((number) => ({
      code: `A${String(number).padStart(3, '0')}`,
      name: `服务事项${number}`,
      category: 'businessService',
      level: 'simple',
    })),
  );
  for (const id of ids.slice(97)) await endRow(ask, serviceItem, id, 1, '2024-09-01', '不再提供');
}

/** 500 services to 160 talent firms; one that was withdrawn and one to a firm that is no talent firm do not count. */
async function layTalentServices(ask: Ask, firms: readonly string[], stranger: string): Promise<void> {
  const closed = (firmId: string, number: number) =>
    historyOf(firmId, number, ['submit', 'accept', 'dispatch', 'sign', 'contact', 'reply', 'confirmSolved']);
  const histories = [
    ...range(500).map((number) => closed(firms[number % firms.length] ?? '', number)),
    closed(stranger, 501),
    historyOf(firms[0] ?? '', 502, ['submit', 'withdraw']),
  ];
  const declaration = serviceRequest as unknown as CaseDeclaration<Fields, CaseState>;
  const grounds = await groundsOf(ask);
  await storeProjections(
    ask.tx,
    ask.actor.zoneId,
    declaration,
    histories.map(({ id, events }) => projectionOf(declaration, ask.actor.zoneId, id, events, grounds, ask.house.crypto)),
    histories.flatMap(({ id, events }) =>
      events.map((event, index) => ({ caseId: id, event, status: declaration.fold(id, events.slice(0, index + 1)).status })),
    ),
  );
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'case', name: serviceRequest.name, id: '*' });
}

const inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accept: { level: 'simple' },
  dispatch: { leadId: null },
  contact: { how: 'phone' },
  reply: { kind: 'done', text: '已办' },
  confirmSolved: { rating: 'satisfied', sampled: false },
  withdraw: { reason: '已自行解决' },
};

function historyOf(firmId: string, number: number, moves: readonly string[]): { id: string; events: CaseEvent[] } {
  const start = Date.parse('2024-02-01T01:00:00Z') + number * 12 * 3_600_000;
  const actor = { id: '00000000-0000-7000-8000-000000000000', name: '示例', roles: [] };
  const events = ['open', ...moves].map((move, index) => ({
    seq: index + 1,
    move,
    at: start + index * 3_600_000,
    actor,
    input:
      move === 'open'
        ? { firmId, title: `人才企业诉求${number}`, text: '请协助', channel: 'portal', number: `R-${number}` }
        : (inputs[move] ?? {}),
  }));
  return { id: uuidv7(), events };
}
