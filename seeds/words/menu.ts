import type { categories } from '#features/service/request-fields.ts';
import type { RequestLevel } from '#features/service/rules/sla.ts';

/** One line of the example menu: name, level, department mark, key words, papers. */
type Line = readonly [name: string, level: RequestLevel, department: string, keywords: string, papers: string];

type Section = { readonly category: keyof typeof categories; readonly mark: string; readonly lines: readonly Line[] };

/** The service menu of the example zone: 97 items; their contents are examples, a zone replaces them. */
export const menu: readonly Section[] = [
  {
    category: 'empowerment',
    mark: 'DJ',
    lines: [
      ['组建党组织指导', 'simple', 'DQ', '成立支部 建支部 党组织组建', '党员名册、企业基本情况'],
      ['党员组织关系转接', 'simple', 'DQ', '转组织关系 流动党员', '组织关系介绍信'],
      ['党建阵地共建', 'complex', 'DQ', '党建活动室 阵地 先锋驿站', '场地平面图'],
      ['党员技术攻关队对接', 'complex', 'DQ', '攻关队 突击队 技术难题', '攻关题目说明'],
      ['链上支部联建', 'simple', 'DQ', '联建 结对 产业链党建', '联建意向书'],
      ['先锋夜校课程预约', 'simple', 'DQ', '夜校 上课 培训课', '参训名单'],
      ['主题党日场地与师资', 'simple', 'DQ', '主题党日 讲课 场地', '活动方案'],
    ],
  },
  {
    category: 'relief',
    mark: 'ZK',
    lines: [
      ['产业扶持资金兑现', 'complex', 'JF', '扶持资金 补贴 兑现 奖补', '申报表、审计报告、纳税证明'],
      ['房租减免申请', 'complex', 'YQ', '房租 租金 减免', '租赁合同、经营情况说明'],
      ['拖欠账款协调', 'difficult', 'JF', '欠款 货款 拖欠 账款', '合同、对账单'],
      ['供应链断点协调', 'difficult', 'JF', '供应商 断供 缺料 原材料', '物料清单、供应商联系方式'],
      ['展会参展补助', 'simple', 'JF', '展会 参展 展位费', '参展合同、发票'],
      ['外贸订单风险应对', 'complex', 'JF', '关税 出口 外贸 订单', '订单合同'],
      ['企业设备抢修支援', 'urgent', 'JF', '抢修 停产 设备故障', '故障说明'],
      ['惠企政策解读上门', 'simple', 'JF', '政策解读 看不懂 政策咨询', '无'],
    ],
  },
  {
    category: 'techTransfer',
    mark: 'CG',
    lines: [
      ['高校成果对接', 'complex', 'KC', '高校 成果 对接 产学研', '技术需求书'],
      ['中试平台使用', 'complex', 'KC', '中试 试产 平台', '试产方案'],
      ['技术合同登记', 'simple', 'KC', '技术合同 登记 认定', '技术合同文本'],
      ['高新技术企业申报辅导', 'complex', 'KC', '高企 高新技术企业 申报', '知识产权清单、研发费用归集表'],
      ['研发平台认定', 'difficult', 'KC', '工程中心 企业技术中心 实验室 认定', '平台建设方案'],
      ['首台套产品认定', 'difficult', 'KC', '首台套 首批次 认定', '检测报告、用户证明'],
      ['专利快速预审', 'simple', 'SC', '专利 预审 加快', '预审请求书'],
      ['大型仪器共享', 'simple', 'KC', '仪器 检测 共享', '使用申请'],
    ],
  },
  {
    category: 'businessService',
    mark: 'YS',
    lines: [
      ['企业名称与地址变更', 'simple', 'SC', '变更 地址变更 名称变更 营业执照', '变更决议、租赁合同'],
      ['经营范围调整', 'simple', 'SC', '经营范围 增项', '变更申请书'],
      ['食品经营许可', 'simple', 'SC', '食堂 食品经营 许可证', '平面图、健康证'],
      ['医疗器械经营备案', 'complex', 'SC', '二类 医疗器械 备案', '质量制度、仓库平面图'],
      ['产品标准备案与贯标', 'complex', 'SC', '标准 贯标 团体标准', '标准文本'],
      ['商标侵权维权', 'difficult', 'SC', '商标 侵权 假冒 维权', '注册证、侵权证据'],
      ['项目审批代办', 'complex', 'XZ', '代办 审批 一窗 手续', '项目备案证'],
      ['公章刻制与开户协助', 'simple', 'XZ', '公章 开户 银行账户', '营业执照'],
      ['企业注销指导', 'simple', 'XZ', '注销 清算', '清算报告'],
      ['上下游供需对接', 'simple', 'ZS', '找客户 供需 配套 上下游', '产品目录'],
      ['增资扩产落地服务', 'difficult', 'ZS', '扩产 增资 新项目', '投资计划书'],
      ['园区班车线路调整', 'complex', 'JT', '班车 公交 通勤 线路', '员工居住分布'],
      ['货车通行证办理', 'simple', 'JT', '货车 通行证 限行', '行驶证、运输合同'],
    ],
  },
  {
    category: 'finance',
    mark: 'JR',
    lines: [
      ['创新积分贷对接', 'complex', 'CZ', '积分贷 贷款 信用贷', '征信授权、财务报表'],
      ['知识产权质押融资', 'complex', 'CZ', '专利质押 知识产权 质押', '专利证书、评估报告'],
      ['续贷过桥支持', 'urgent', 'CZ', '续贷 过桥 到期', '贷款合同'],
      ['融资担保', 'complex', 'CZ', '担保 反担保', '财务报表'],
      ['上市培育辅导', 'difficult', 'CZ', '上市 股改 北交所', '股权结构'],
      ['产业基金对接', 'complex', 'CZ', '基金 股权 融资 投资人', '商业计划书'],
      ['贴息资金申报', 'simple', 'CZ', '贴息 利息补贴', '付息凭证'],
      ['供应链应收账款融资', 'complex', 'CZ', '应收账款 保理', '应收清单'],
      ['银行开户与结算问题协调', 'simple', 'CZ', '账户 结算 冻结 银行', '情况说明'],
    ],
  },
  {
    category: 'talentService',
    mark: 'RC',
    lines: [
      ['人才公寓申请', 'simple', 'SH', '公寓 租房 住房 人才房', '劳动合同、学历证明'],
      ['人才子女入学', 'complex', 'SH', '子女 入学 学位 上学', '户口簿、居住证明'],
      ['高层次人才认定', 'complex', 'DQ', '人才认定 高层次 补贴', '业绩材料'],
      ['外籍人才工作许可', 'complex', 'GA', '外籍 工作许可 签证 居留', '护照、聘用合同'],
      ['职称评审申报', 'simple', 'RS', '职称 评审 工程师', '业绩与论文'],
      ['博士后工作站设立', 'difficult', 'RS', '博士后 工作站', '建站方案'],
      ['人才落户', 'simple', 'GA', '落户 户口', '学历、社保证明'],
      ['校园招聘专场', 'simple', 'RS', '校招 招聘会 应届生', '岗位清单'],
      ['人才医疗绿色通道', 'simple', 'SH', '看病 就医 体检 绿色通道', '人才证'],
      ['学术休假与培训补贴', 'simple', 'DQ', '培训 进修 补贴', '培训合同'],
    ],
  },
  {
    category: 'land',
    mark: 'YD',
    lines: [
      ['工业用地报批', 'difficult', 'ZR', '用地 土地 指标 拿地', '项目准入意见'],
      ['不动产权证办理', 'complex', 'ZR', '产权证 不动产 分证', '竣工备案表'],
      ['建设工程规划许可', 'complex', 'GJ', '规划许可 工规证 图审', '总平图'],
      ['施工许可', 'complex', 'GJ', '施工证 施工许可 开工', '施工合同、图审合格书'],
      ['竣工联合验收', 'complex', 'GJ', '验收 竣工 联合验收', '验收申请'],
      ['厂房加层与改造审批', 'difficult', 'GJ', '加层 改造 厂房 装修审批', '结构鉴定报告'],
      ['厂房与办公场地租赁', 'simple', 'YQ', '厂房 租赁 场地 扩租', '面积与承重需求'],
    ],
  },
  {
    category: 'utilities',
    mark: 'GY',
    lines: [
      ['高压用电增容', 'complex', 'GD', '增容 电力 变压器 用电不够', '用电设备清单'],
      ['低压用电报装', 'simple', 'GD', '报装 接电 装表', '用电申请'],
      ['停电计划协商', 'urgent', 'GD', '停电 检修 限电 跳闸', '生产计划'],
      ['电能质量排查', 'complex', 'GD', '电压不稳 谐波 闪断', '故障记录'],
      ['供水压力与水质', 'simple', 'SH2', '水压 水质 停水 漏水', '用水点位'],
      ['排水接驳许可', 'complex', 'SH2', '排水 接管 雨污', '排水设计图'],
      ['天然气报装', 'complex', 'RQ', '燃气 天然气 接气', '用气设备清单'],
      ['企业专线与宽带', 'simple', 'TX', '专线 宽带 网速 光纤', '机房位置'],
      ['楼内移动信号覆盖', 'complex', 'TX', '信号 5G 地下室 没信号', '楼宇平面图'],
      ['集中供热与蒸汽', 'complex', 'YQ', '供热 蒸汽 暖气', '用汽计划'],
    ],
  },
  {
    category: 'labour',
    mark: 'YG',
    lines: [
      ['紧缺岗位用工对接', 'simple', 'RS', '招工 用工 招不到人 缺人', '岗位清单'],
      ['社保缴纳与补缴', 'simple', 'RS', '社保 补缴 养老', '工资台账'],
      ['工伤认定', 'complex', 'RS', '工伤 认定 受伤', '事故报告、病历'],
      ['稳岗返还', 'simple', 'RS', '稳岗 返还 失业保险', '账户信息'],
      ['技能培训补贴', 'simple', 'RS', '技能 培训 证书 补贴', '培训名册'],
      ['劳动争议调解', 'complex', 'RS', '劳动仲裁 争议 离职 纠纷', '劳动合同'],
      ['住房公积金开户', 'simple', 'RS', '公积金 开户', '职工名册'],
      ['企业间共享用工', 'complex', 'RS', '共享用工 淡季 借调', '用工计划'],
    ],
  },
  {
    category: 'taxation',
    mark: 'SS',
    lines: [
      ['留抵退税', 'simple', 'SW', '留抵 退税 增值税', '申报表'],
      ['研发费用加计扣除辅导', 'simple', 'SW', '加计扣除 研发费用 归集', '研发辅助账'],
      ['发票额度调整', 'simple', 'SW', '发票 额度 限额 开票', '购销合同'],
      ['出口退税', 'complex', 'SW', '出口退税 退税慢', '报关单'],
      ['高企所得税优惠', 'simple', 'SW', '所得税 15% 优惠税率', '高企证书'],
      ['涉税争议沟通', 'difficult', 'SW', '争议 处罚 税务稽查', '税务文书'],
      ['欠税信用修复', 'complex', 'SW', '信用修复 纳税信用 降级', '整改说明'],
    ],
  },
  {
    category: 'safety',
    mark: 'AH',
    lines: [
      ['环评审批指导', 'complex', 'ST', '环评 环境影响 报告表', '项目建议书'],
      ['排污许可变更', 'complex', 'ST', '排污 许可 废气', '监测报告'],
      ['危险废物处置对接', 'complex', 'ST', '危废 处置 废液', '危废台账'],
      ['噪声与异味投诉处理', 'simple', 'ST', '噪声 异味 投诉 气味', '点位与时间'],
      ['安全隐患整改复查', 'simple', 'YJ', '隐患 整改 复查', '整改报告'],
      ['危化品存储备案', 'difficult', 'YJ', '危化品 存储 酒精 溶剂', '储存方案'],
      ['消防验收', 'complex', 'XF', '消防 验收 备案 喷淋', '消防设计文件'],
      ['应急演练指导', 'simple', 'YJ', '演练 应急预案', '应急预案'],
    ],
  },
  {
    category: 'other',
    mark: 'QT',
    lines: [
      ['周边配套与停车', 'complex', 'YQ', '停车 食堂 便利店 车位', '无'],
      ['其他诉求', 'complex', 'JF', '其他', '情况说明'],
    ],
  },
];

/** Two items that the menu no longer has; what was asked under them stays. */
export const endedItems = [
  { code: 'ZK-90', name: '防疫物资调配（已停办）', category: 'relief', level: 'urgent', department: 'JF' },
  { code: 'SS-90', name: '纸质发票增量（已停办）', category: 'taxation', level: 'simple', department: 'SW' },
] as const;
