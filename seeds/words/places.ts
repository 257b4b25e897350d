/** The eight parks: their mark in building names, how many buildings, and how much of the zone they hold. */
export const parks = [
  { name: '云锦芯谷', street: '芯谷大道', buildings: 8, weight: 20, chain: 'electronicInformation' },
  { name: '云锦软件园', street: '软件园路', buildings: 7, weight: 18, chain: 'advancedComputing' },
  { name: '云锦生物港', street: '生物港路', buildings: 6, weight: 14, chain: 'lifeHealth' },
  { name: '云锦智造基地', street: '智造路', buildings: 8, weight: 17, chain: 'smartManufacturing' },
  { name: '云锦新能源产业园', street: '驭能路', buildings: 5, weight: 12, chain: 'newEnergy' },
  { name: '锦湖创业园', street: '锦湖东路', buildings: 6, weight: 9, chain: 'advancedComputing' },
  { name: '织星科创城', street: '织星街', buildings: 4, weight: 6, chain: 'electronicInformation' },
  { name: '青缎湾加速器', street: '青缎湾路', buildings: 3, weight: 4, chain: 'lifeHealth' },
] as const;

export const venues = [
  ['云锦芯谷党群服务中心', 0],
  ['云锦软件园先锋驿站', 1],
  ['云锦生物港红色实验室', 2],
  ['云锦智造基地党员生产线展厅', 3],
  ['锦湖创业园先锋夜校', 5],
] as const;

/** code, name, short name, kind, duties */
export const departments = [
  ['JF', '经济发展局', '经发局', 'functional', '产业政策兑现、工业经济运行、项目落地协调、企业纾困'],
  ['KC', '科技创新局', '科创局', 'functional', '高新技术企业培育、研发项目、成果转化、创新平台'],
  ['RS', '人力资源和社会保障局', '人社局', 'functional', '招工用工、社会保险、职称评审、劳动关系'],
  ['SW', '税务分局', '税务局', 'functional', '纳税服务、减免退税、发票管理'],
  ['SC', '市场监督管理分局', '市监局', 'functional', '企业登记、质量标准、知识产权、食品药品'],
  ['GJ', '规划建设局', '规建局', 'functional', '规划许可、施工许可、竣工验收、市政道路'],
  ['ZR', '自然资源分局', '资源局', 'functional', '用地报批、不动产登记、土地出让'],
  ['ST', '生态环境分局', '生态局', 'functional', '环评审批、排污许可、固废与噪声监管'],
  ['YJ', '应急管理局', '应急局', 'functional', '安全生产、危化品、应急演练指导'],
  ['XF', '消防救援大队', '消防大队', 'lineUnit', '消防验收备案、消防监督检查'],
  ['XZ', '行政审批局', '审批局', 'functional', '一窗受理、帮办代办、许可事项'],
  ['CZ', '财政金融局', '财金局', 'functional', '财政资金拨付、企业融资、上市培育'],
  ['SH', '社会事业局', '社事局', 'functional', '入学就医、文体设施、住房保障'],
  ['ZS', '投资促进局', '投促局', 'functional', '招商、增资扩产、供需对接'],
  ['DQ', '党群工作部', '党群部', 'functional', '两新党建、人才工作、群团工作'],
  ['GA', '公安分局', '公安分局', 'lineUnit', '治安、出入境、网络安全、特种行业'],
  ['JT', '交通运输局', '交通局', 'functional', '公交线路、货车通行、停车管理'],
  ['GD', '供电公司', '供电公司', 'lineUnit', '用电报装、增容、停电计划'],
  ['SH2', '水务公司', '水务公司', 'lineUnit', '供水、排水接驳、水质'],
  ['RQ', '燃气公司', '燃气公司', 'lineUnit', '燃气报装、安检'],
  ['TX', '通信建设办公室', '通建办', 'taskForce', '宽带专线、5G 信号、机房配套'],
  ['YQ', '园区运营公司', '园区公司', 'park', '物业、厂房租赁、配套商业、公共空间'],
] as const;

/** name, kind, what they offer */
export const providers = [
  ['锦川银行云锦支行', 'bank', '创新积分贷、知识产权质押贷、流动资金贷款'],
  ['东渡农商银行高新支行', 'bank', '小微信用贷、厂房按揭'],
  ['云锦科技支行（示例）', 'bank', '投贷联动、研发贷'],
  ['织星村镇银行', 'bank', '供应链应收账款融资'],
  ['云锦创新引导基金（示例）', 'fund', '积分投：种子期、初创期科技企业股权投资'],
  ['青缎融资担保公司', 'intermediary', '政策性融资担保、担保费补贴代办'],
  ['衡岭知识产权事务所', 'intermediary', '专利预审辅导、侵权应对'],
  ['朗渡律师事务所', 'intermediary', '合同审查、劳动争议、出海合规'],
  ['云锦会计师协作中心', 'intermediary', '研发费用归集、高企申报审计'],
  ['锦澜检测认证中心', 'intermediary', '电磁兼容、可靠性、计量校准'],
  ['云锦高新区电子信息行业协会', 'socialOrganisation', '供需对接、团体标准'],
  ['云锦高新区生物医药促进会', 'socialOrganisation', '注册申报交流、临床资源对接'],
  ['云锦高新区新能源产业联盟', 'socialOrganisation', '场景发布、联合攻关'],
  ['云锦青年人才服务社', 'socialOrganisation', '租房、交友、子女托管'],
  ['算力先锋帮帮团', 'helpTeam', '上云迁移、国产化适配义务诊断'],
  ['智造先锋帮帮团', 'helpTeam', '产线改造义务诊断、设备应急维修'],
  ['财税先锋帮帮团', 'helpTeam', '政策解读、申报材料预审'],
  ['法律先锋帮帮团', 'helpTeam', '公益法律咨询'],
] as const;

export const societies = [
  ['云锦高新区电子信息行业协会', 'association', false],
  ['云锦高新区生物医药促进会', 'association', false],
  ['云锦高新区新能源产业联盟', 'association', false],
  ['云锦青年人才服务社', 'serviceBody', false],
  ['云锦开源社区促进中心', 'serviceBody', true],
  ['云锦科技教育基金会', 'foundation', false],
] as const;
