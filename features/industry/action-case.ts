import { defineCase } from '#kernel/contract/case.ts';
import { choice, date, longText, reference, references, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { chainActionKinds } from './choices.ts';
import { actionClocks, actionTasks, foldAction, type ActionState } from './rules/action-state.ts';

const fields = {
  title: text({ label: t('行动', 'Action'), derived: true }),
  kind: choice({ label: t('类型', 'Kind'), options: chainActionKinds, derived: true }),
  chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', derived: true }),
  nodeId: reference({ label: t('环节', 'Node'), record: 'chainNode', derived: true }),
  target: text({ label: t('目标', 'Target'), derived: true }),
  ownerDepartmentId: reference({ label: t('责任单位', 'Owner'), record: 'department', derived: true }),
  ownerUserId: reference({ label: t('责任人', 'Person'), record: 'user', derived: true }),
  dueOn: date({ label: t('期限', 'Due'), derived: true }),
  progress: text({ label: t('最新进展', 'Latest progress'), derived: true }),
  requestIds: references({ label: t('关联诉求', 'Requests'), record: 'serviceRequest', derived: true }),
  result: text({ label: t('结果', 'Result'), derived: true }),
  doneOn: date({ label: t('完成日期', 'Done on'), derived: true }),
} as const;

const reason = longText({ label: t('理由', 'Reason'), maxLength: 500, required: true });

/** 强链、补链、延链: a target for a node, with owner and date, linked to the requests that serve it (§7.2). */
export const chainAction = defineCase<typeof fields, ActionState>({
  name: 'chainAction',
  path: 'chain-actions',
  table: 'chain_actions',
  label: t('强链补链延链行动', 'Chain action'),
  plural: t('强链补链延链', 'Chain actions'),
  fields,
  title: 'title',
  search: ['title', 'target'],
  list: { columns: ['title', 'kind', 'chainId', 'nodeId', 'ownerDepartmentId', 'dueOn', 'progress'], filters: ['kind', 'chainId', 'nodeId', 'ownerDepartmentId', 'ownerUserId', 'dueOn', 'doneOn'], order: 'dueOn' },
  form: [{ title: t('行动', 'Action'), fields: ['kind', 'chainId', 'nodeId', 'target', 'ownerDepartmentId', 'ownerUserId', 'dueOn', 'progress', 'requestIds', 'result', 'doneOn'] }],
  empty: t('缺失环节的补链、薄弱环节的强链、向两端的延链，会列在这里。', 'What is done about missing and weak nodes, and to extend chains.'),
  access: [{ roles: ['partyWorkOfficer', 'dispatcher', 'zoneLeader', 'specialist', 'departmentHandler', 'projectManager', 'assessmentOfficer', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('产业链工作', 'the work on chains') }],
  initial: 'active',
  states: {
    active: { label: t('推进中', 'Under way'), tone: 'active' },
    reported: { label: t('已完成，待确认', 'Done, to be confirmed'), tone: 'waiting' },
    done: { label: t('已完成', 'Done'), terminal: true, tone: 'good' },
    dropped: { label: t('不再推进', 'Dropped'), terminal: true, tone: 'bad' },
  },
  relations: {
    owner: { label: t('责任单位或责任人', 'its owner'), holds: (actor, state) => actor.userId === state.ownerUserId || (state.ownerDepartmentId !== null && actor.scope.departments.includes(state.ownerDepartmentId)) },
    chief: { label: t('链长', "the chain's chief"), holds: (actor, state) => actor.userId === state.chiefId },
    officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') },
  },
  open: {
    label: t('发起强链补链延链', 'Begin a chain action'),
    by: ['partyWorkOfficer', 'dispatcher', 'zoneLeader'],
    input: {
      kind: choice({ label: t('类型', 'Kind'), options: chainActionKinds, required: true }),
      nodeId: reference({ label: t('环节', 'Node'), record: 'chainNode', hint: t('延链可以不选', 'May be left out to extend a chain') }),
      chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', hint: t('选了环节就不必选', 'Not needed with a node') }),
      target: text({ label: t('目标', 'Target'), maxLength: 200, required: true }),
      ownerDepartmentId: reference({ label: t('责任单位', 'Owner'), record: 'department', required: true }),
      dueOn: date({ label: t('期限', 'Due'), required: true }),
    },
  },
  moves: {
    progress: { label: t('报进展', 'Tell progress'), from: ['active'], to: [], by: ['owner', 'officer'], weight: 'primary', input: { note: longText({ label: t('进展', 'Progress'), maxLength: 500, required: true }) } },
    link: { label: t('关联诉求', 'Link requests'), from: ['active', 'reported'], to: [], by: ['owner', 'officer', 'chief'], input: { requestIds: references({ label: t('诉求', 'Requests'), record: 'serviceRequest', required: true }) } },
    report: { label: t('报完成', 'Report it done'), from: ['active'], to: ['reported'], by: ['owner', 'officer'], input: { result: longText({ label: t('结果', 'Result'), maxLength: 500, required: true }) } },
    confirm: { label: t('确认完成', 'Confirm'), from: ['reported'], to: ['done'], by: ['chief', 'officer'], weight: 'primary', input: {} },
    return: { label: t('退回', 'Return'), from: ['reported'], to: ['active'], by: ['chief', 'officer'], input: { reason } },
    postpone: { label: t('改期', 'Postpone'), from: ['active'], to: [], by: ['chief', 'officer'], input: { dueOn: date({ label: t('改到', 'To'), required: true }), reason } },
    reassign: { label: t('改派', 'Reassign'), from: ['active'], to: [], by: ['chief', 'officer'], input: { ownerDepartmentId: reference({ label: t('责任单位', 'Owner'), record: 'department', required: true }), reason } },
    drop: { label: t('不再推进', 'Drop'), from: ['active', 'reported'], to: ['dropped'], by: ['chief', 'officer'], weight: 'danger', input: { reason } },
    changeChief: { label: t('链长变更', 'Chief changed'), from: 'open', to: [], by: ['system'], input: {} },
  },
  fold: foldAction,
  clocks: actionClocks,
  tasks: actionTasks,
  parties: (state) => [state.ownerDepartmentId, state.ownerUserId, state.chiefId].filter((id) => id !== null),
  project: (state) => ({
    title: state.title,
    kind: state.kind,
    chainId: state.chainId,
    nodeId: state.nodeId,
    target: state.target,
    ownerDepartmentId: state.ownerDepartmentId,
    ownerUserId: state.ownerUserId,
    dueOn: state.dueOn,
    progress: state.progress,
    requestIds: state.requestIds,
    result: state.result,
    doneOn: state.doneOn,
  }),
});
