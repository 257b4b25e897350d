import type { OfficialDocument } from '#kernel/contract/document.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import type { Ask } from '#kernel/server/house.ts';
import { wordOf, wordType } from '#kernel/server/documents/word.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { organisationPosts } from '../choices.ts';
import { dissolution } from '../dissolution-case.ts';
import { formation } from '../formation-case.ts';
import { paperDraft, papersList } from '../paper-contract.ts';
import { reelection } from '../reelection-case.ts';
import { organisationKinds } from '../rules/kinds.ts';
import { papersOf, type Paper, type PaperFacts, type Procedure } from '../rules/papers.ts';
import { listOf, numberOf, textOf, type StepsState } from '../rules/steps-state.ts';
import { memberNumbersOf } from './member-numbers.ts';
import { organisationGroundsOf } from './organisation-grounds.ts';

const procedures = { formation, reelection, dissolution } as const;

/** Serves the papers of a procedure: which there are, and each as a Word draft of what is known so far. */
export function servePapers(server: Server): void {
  serve(server, papersList, async ({ params }, ask) => {
    const papers = await draftsOf(ask, params.procedure, params.id);
    return { papers: papers.map(({ key, title, rule }) => ({ key, title, rule })) };
  });
  serve(server, paperDraft, async ({ params }, ask) => {
    const paper = (await draftsOf(ask, params.procedure, params.id)).find((one) => one.key === params.paper);
    if (!paper) throw notFound({ zh: '文书', en: 'Paper' });
    return {
      fileName: `${paper.title}.docx`,
      contentType: wordType,
      content: await wordOf(letterOf(paper, dateOf(ask.now))),
    };
  });
}

async function draftsOf(ask: Ask, procedure: Procedure, id: string): Promise<Paper[]> {
  const declaration = procedures[procedure];
  await storedRow(ask, declaration, id, 'read');
  const events = (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id) ?? [];
  return papersOf(procedure, await factsOf(ask, declaration.fold(id, events)));
}

async function factsOf(ask: Ask, state: StepsState): Promise<PaperFacts> {
  const { byId } = await organisationGroundsOf(ask);
  const organisation = byId.get(textOf(state, 'organisationId') ?? '');
  const parentId = textOf(state, 'parentId') ?? organisation?.parentId ?? '';
  const units = listOf(state, 'unitFirmIds');
  const names = await titlesByIds(ask, 'firm', units);
  const numbers = await memberNumbersOf(ask.tx, ask.actor.zoneId, dateOf(ask.now));
  const officers = (['secretary', 'deputySecretary', 'organization', 'publicity', 'discipline'] as const).flatMap((post) => {
    const name = textOf(state, `${post}Name`);
    return name === null ? [] : [{ post: organisationPosts[post].zh, name }];
  });
  return {
    organisation: organisation?.name ?? textOf(state, 'name') ?? '',
    kind: organisation ? organisationKinds[organisation.kind].label.zh : '党组织',
    parent: byId.get(parentId)?.name ?? null,
    units: units.map((id) => ({ name: names.get(id) ?? '—', full: numbers.get(id)?.full ?? 0 })),
    ground: textOf(state, 'ground'),
    numbers: {
      request: textOf(state, 'applicationNumber') ?? textOf(state, 'requestNumber') ?? textOf(state, 'reportNumber'),
      approval: textOf(state, 'approvalNumber'),
    },
    electedOn: textOf(state, 'electedOn'),
    count:
      numberOf(state, 'entitled') > 0
        ? {
            entitled: numberOf(state, 'entitled'),
            present: numberOf(state, 'present'),
            seats: numberOf(state, 'seats'),
            candidates: numberOf(state, 'candidates'),
          }
        : null,
    officers,
    termEndsOn: textOf(state, 'termEndsOn'),
    newHome: byId.get(textOf(state, 'newHomeId') ?? '')?.name ?? null,
  };
}

/** A paper of the rules as an official letter. */
function letterOf(paper: Paper, on: string): OfficialDocument {
  return {
    title: paper.title,
    ...(paper.to !== '' && { addressee: paper.to }),
    blocks: paper.paragraphs.map((text) => ({ kind: 'paragraph', runs: [{ text }] })),
    signature: paper.from,
    date: on,
  };
}
