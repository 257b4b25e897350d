export const purposes = ['例行走访，了解季度生产情况', '新入驻企业首访', '宣讲最新惠企政策', '回访诉求办理情况', '了解用工和订单', '对接党建联建意向', '摸排扩产与用地需求', '送政策、核实名册信息', '年终走访', '安全生产提醒'] as const;

/** Notes are made of one sentence of each list, in this order; some visits leave one out. */
export const opening = [
  '与{contact}在{building}会谈约四十分钟。',
  '到车间走了一圈，{contact}介绍了近期情况。',
  '电话联系{contact}，通话十五分钟。',
  '与总经理和{contact}座谈。',
  '参加企业晨会后与{contact}单独聊了聊。',
  '与{contact}在食堂边吃边谈。',
] as const;
export const business = [
  '订单比上季度{trend}约{percent}%，{product}是主力。',
  '产能利用率在{percent}%左右，{equipment}基本满负荷。',
  '近期回款慢，账期普遍拉长到{days}天。',
  '新客户验厂通过，{month}开始小批量供货。',
  '研发团队{count}人，今年新增{few}项发明专利。',
  '出口占比下降，正在转向国内配套。',
  '{product}完成送样，等待客户反馈。',
  '准备在{month}上第二条线，主要是{equipment}。',
] as const;
export const concerns = [
  '最担心的是{post}流失，希望有公寓支持。',
  '反映{street}早高峰拥堵，员工迟到多。',
  '对研发费用归集还有疑问，希望财税帮帮团来一次。',
  '提到用电增容已经提交，等供电方案。',
  '银行抽贷的担心还在，想了解积分贷。',
  '目前没有困难，感谢关心。',
  '希望政策通知能再早一点，最好有截止日期。',
  '楼内手机信号不好，货梯里打不通电话。',
  '想找本地的{product}配套厂家。',
  '子女入学还是骨干最关心的事。',
  '食堂就餐人多，想错峰或者扩建。',
  '危废贮存快到期，需要提前联系处置。',
] as const;
export const party = ['支部{few}名党员，本月主题党日准备去兄弟企业联学。', '有{few}名流动党员未转组织关系，已留下办理指引。', '出资人支持党建，愿意提供活动室。', '党员示范岗设在测试组，攻关进展顺利。', ''] as const;
export const followUps = [
  '答应{few}天内把政策汇编发给企业。',
  '已约{month}再来，带供电公司一起看现场。',
  '需要由{lead}答复的事已当场提交诉求。',
  '没有需要跟进的事项。',
  '回去后与园区公司核实停车位安排。',
  '把企业的招聘需求带给人社局。',
] as const;
export const visitPromises = ['把最新政策汇编送到企业', '约供电公司一起看现场', '把招聘需求转给人社局并反馈', '联系财税先锋帮帮团上门一次', '核实停车位安排并回复', '带同链企业来做一次供需对接'] as const;
export const cancelReasons = ['企业当天有客户审厂', '专员临时参加会议', '联系人出差', '天气原因改期不成，取消'] as const;
export const postponeReasons = ['企业盘点，改到下周', '联系人请假', '与审核时间冲突'] as const;
export const quietReasons = ['年度盘点', '客户审厂', '上市辅导核查期', '研发封闭攻关', '设备大修'] as const;
