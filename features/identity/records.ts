import { longText, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { guestRoles, roleNames } from '#kernel/contract/role.ts';
import { t } from '#kernel/contract/text.ts';

// guests see the names that stand in what they may read, and no list of who may sign in
const staff = roleNames.filter((role) => !guestRoles.includes(role));

/** A person who may sign in (用户). What they may do is granted apart, by the security administrator. */
export const user = defineRecord({
  name: 'user',
  path: 'users',
  table: 'users',
  label: t('用户', 'User'),
  plural: t('用户', 'Users'),
  fields: {
    name: text({ label: t('姓名', 'Name'), maxLength: 60, required: true }),
    loginName: text({ label: t('登录名', 'Login name'), maxLength: 60, required: true, hint: t('字母、数字、点、横线，全平台唯一', 'Letters, digits, dot, hyphen; unique') }),
    post: text({ label: t('职务', 'Post'), maxLength: 60 }),
  },
  title: 'name',
  search: ['name', 'loginName'],
  key: 'loginName',
  list: { columns: ['name', 'loginName', 'post'], filters: [], order: 'name' },
  form: [{ title: t('用户', 'User'), fields: ['name', 'loginName', 'post'] }],
  empty: t('能登录的人员列在这里，由系统管理员新建，由安全管理员授权。', 'People who may sign in; the system administrator adds them, the security administrator grants their roles.'),
  access: [
    { roles: staff, may: ['read'], rows: 'all', why: t('选人时需要看到姓名', 'names are needed in pickers') },
    { roles: ['systemAdmin'], may: ['create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('管理用户', 'manages users') },
    { roles: guestRoles, may: ['read'], rows: { column: 'id', in: 'users' }, why: t('本人', 'themselves') },
    {
      roles: ['bankOfficer', 'fundReviewer', 'provider'],
      may: ['read'],
      rows: { through: 'role_grants', on: 'user_id', column: 'scope_id', in: 'providers' },
      why: t('同一机构的同事，如指定评审人', 'colleagues of the same institution, to name a reviewer'),
    },
  ],
  check: ({ loginName }) =>
    loginName && !/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,58}$/.test(loginName)
      ? [{ code: 'LOGIN_NAME', field: 'loginName', message: t('登录名只能含字母、数字、点、横线，2 至 59 位', 'Letters, digits, dot, hyphen and underscore only, 2 to 59 of them') }]
      : [],
});

/** What people say of the system itself (意见反馈): an entry on every page, read by those who run it. */
export const feedback = defineRecord({
  name: 'feedback',
  path: 'feedback-entries',
  table: 'feedback_entries',
  label: t('意见反馈', 'Feedback'),
  plural: t('意见反馈', 'Feedback'),
  fields: {
    text: longText({ label: t('意见', 'What they say'), maxLength: 2000, required: true }),
    page: text({ label: t('页面', 'Page'), maxLength: 500 }),
    byId: reference({ label: t('提出人', 'By'), record: 'user', derived: true }),
  },
  title: 'text',
  search: ['text'],
  list: { columns: ['text', 'page', 'byId'], filters: ['byId'], order: '-createdAt' },
  form: [{ title: t('意见', 'Feedback'), fields: ['text', 'page', 'byId'] }],
  empty: t('每个页面下方都有“意见反馈”，大家的话会到这里。', 'Every page has a feedback entry at its foot; what people say arrives here.'),
  access: [{ roles: ['systemAdmin', 'dispatcher'], may: ['read', 'end', 'export'], rows: 'all', why: t('改进系统', 'improves the system') }],
});
