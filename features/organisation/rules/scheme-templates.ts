type Text = { readonly zh: string; readonly en: string };

export type SchemeTemplate = {
  readonly code: string;
  readonly name: string;
  readonly kind: 'framework' | 'checklist' | 'actionPlan';
  /** how many parts each group must have to be published */
  readonly shape: string;
  readonly source: string;
  readonly note: Text;
  readonly groups: readonly { readonly name: string; readonly parts: readonly string[]; readonly isDefault: boolean }[];
};

/**
 * Schemes that a zone may begin with. Where no public text gives the content, names are placeholders, marked as
 * the platform's and to be replaced by the zone's own document (rulebook §7.3, NPE-01, CHN-02).
 */
export const schemeTemplates: readonly SchemeTemplate[] = [
  {
    code: '1145',
    name: '“1145”产业集群党建',
    kind: 'framework',
    shape: '1-1-4-5',
    source: '报道列明一个核心、一套班子、四项工程、五联机制；各项内容未见公开文本',
    note: { zh: '名称为平台默认，请按本区文件修改', en: 'Names are platform defaults; replace them by the zone’s document' },
    groups: [
      { name: '一个核心', parts: ['一个核心'], isDefault: true },
      { name: '一套班子', parts: ['一套班子'], isDefault: true },
      { name: '四项工程', parts: ['工程一', '工程二', '工程三', '工程四'], isDefault: true },
      { name: '五联机制', parts: ['组织联建', '活动联办', '资源联享', '人才联育', '发展联促'], isDefault: true },
    ],
  },
  {
    code: '五个一',
    name: '非公企业党建“五个一”',
    kind: 'checklist',
    shape: '5',
    source: '报道：配强一个书记、建好一支队伍、打造一个阵地、健全一个机制、找准一条路子（NPE-01）',
    note: { zh: '五项名称有出处，评价办法为平台默认', en: 'The five parts are sourced; how they are judged is a platform default' },
    groups: [{ name: '五个一', parts: ['配强一个书记', '建好一支队伍', '打造一个阵地', '健全一个机制', '找准一条路子'], isDefault: false }],
  },
  {
    code: '三年行动计划',
    name: '基层党建三年行动计划',
    kind: 'actionPlan',
    shape: '3',
    source: '报道提到三年行动计划，内容未见公开文本',
    note: { zh: '年度任务请按本区计划填写', en: 'Fill in each year’s tasks from the zone’s plan' },
    groups: [{ name: '年度', parts: ['第一年', '第二年', '第三年'], isDefault: true }],
  },
  {
    code: '九个一',
    name: '链长制“九个一”',
    kind: 'checklist',
    shape: '9',
    source: '浙江链长制“九个一”（CHN-02）',
    note: { zh: '名目有出处，可按本区机制增删', en: 'The items are sourced; adapt them to the zone' },
    groups: [
      {
        name: '九个一',
        parts: [
          '一个产业链发展规划',
          '一套产业链发展支持政策',
          '一个产业链空间平台',
          '一批龙头企业培育',
          '一个共性技术平台',
          '一支招商队伍',
          '一名链上指导专员',
          '一张责任分工清单',
          '一个年度工作计划',
        ],
        isDefault: false,
      },
    ],
  },
];

/** What keeps a scheme from being published: groups whose parts are more or fewer than its shape says. */
export function shapeFaults(
  shape: string | null,
  groups: readonly { readonly order: number; readonly name: string; readonly parts: number }[],
): Text[] {
  if (shape === null || shape === '') return groups.length === 0 ? [{ zh: '还没有任何组成部分', en: 'there are no parts yet' }] : [];
  const wanted = shape.split('-').map(Number);
  const faults: Text[] = [];
  wanted.forEach((count, index) => {
    const group = groups.find((one) => one.order === index + 1);
    const own = group?.parts ?? 0;
    if (own !== count)
      faults.push({
        zh: `第 ${index + 1} 组“${group?.name ?? '未命名'}”应有 ${count} 项，现有 ${own} 项`,
        en: `group ${index + 1} “${group?.name ?? 'unnamed'}” should have ${count} parts and has ${own}`,
      });
  });
  for (const group of groups.filter((one) => one.order > wanted.length))
    faults.push({ zh: `多出第 ${group.order} 组“${group.name}”`, en: `group ${group.order} “${group.name}” is one too many` });
  return faults;
}
