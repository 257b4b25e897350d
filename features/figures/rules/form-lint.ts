/** What must not be asked of people, and which clause says so (国办函〔2026〕12号; the product's promises against formalism). */
export type Finding = { readonly code: string; readonly word: string; readonly rule: string; readonly zh: string; readonly en: string };

const rule = '国办函〔2026〕12号';

const banned: readonly { readonly code: string; readonly words: RegExp; readonly zh: string; readonly en: string }[] = [
  { code: 'CHECK_IN', words: /打卡|签到(?!率?为零)|点到登记|考勤轨迹/, zh: '不得要求打卡、签到', en: 'Check-in must not be asked for' },
  {
    code: 'RANKING',
    words: /(党员|个人|干部|书记|专员|职工|人员)[^，。；]{0,8}(积分|排名|排行|得分榜|先锋指数榜)|(积分|学习)排行|排行榜|个人积分/,
    zh: '不得给人打分排名',
    en: 'People must not be scored or ranked',
  },
  {
    code: 'DWELL_TIME',
    words: /在线时长|停留时长|学习时长|浏览时长|登录次数|活跃度|日活|打开率/,
    zh: '不得统计在线时长、登录次数',
    en: 'Time online and logins must not be counted',
  },
  {
    code: 'PHOTO_DUTY',
    words:
      /(须|需|必须|应|要求|每次)[^，。；]{0,6}(上传|提供|附|拍摄|提交)[^，。；]{0,6}(照片|截图|视频|图片)|(照片|截图|视频)留痕|定位截图|水印照片/,
    zh: '不得把拍照、截图、视频当作任务',
    en: 'Photos, screenshots and videos must not be a duty',
  },
  {
    code: 'LIKES',
    words: /点赞数|转发量|转发数|关注数|投票拉票|阅读量/,
    zh: '不得考核点赞、转发、关注',
    en: 'Likes, shares and followers must not be assessed',
  },
];

/** Everything in a text that must not be asked; none for a lawful one. */
export function lintText(text: string): Finding[] {
  return banned.flatMap(({ code, words, zh, en }) => {
    const word = words.exec(text)?.[0];
    return word === undefined ? [] : [{ code, word, rule, zh: `“${word}”：${zh}（${rule}）`, en: `“${word}”: ${en} (${rule})` }];
  });
}

/** The same over many texts; each finding once. */
export function lintTexts(texts: Iterable<string>): Finding[] {
  const found = new Map<string, Finding>();
  for (const text of texts) for (const finding of lintText(text)) found.set(`${finding.code} ${finding.word}`, finding);
  return [...found.values()];
}
