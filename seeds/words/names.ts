/** Invented people: common surnames with given names of one or two characters. */
export const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵'];
export const compoundSurnames = ['欧阳', '上官', '司徒', '诸葛'];
export const givenFirst = [...'建国志文晓海明春丽秀雪雨思佳嘉子宇浩俊伟永立德成家玉美静慧欣若梓锦怀景承知远乐书云启新卫东向红少庆宏安'];
export const givenLast = [...'华平辉强军勇杰涛超磊鹏飞波斌宁洁芳娟敏静燕玲霞莹琳婷悦怡彤涵晨轩然阳恒毅航林峰岩川源泽清和宜朗舟桐菲瑶珊岚薇'];

/** Invented syllables of trade names: any two, none the name of a firm we know of. */
export const nameHeads = [...'衡澜霁穆樾屹骧泓翮昕垣郅峤煦翊钧骐澍珩筠岑璟烁旸沅勖邃黛栩钰皓熠淳枢榕弈骁濯苒峥恪瀚崧祎昱楷湛砺颢聿笙'];
export const nameTails = [...'渡禾岭曜沄舜亭陌翎屿黍弦阙阑薰砚岫榭蔚塬汀畴鹭鸢枫杼荻蘅棠柘苇楸澈恺霖朔渺穹轫铎羿逸隽翰晟骅焱'];

/** What the firms of each chain make or do, with the words their names carry. */
export const trades = {
  electronicInformation: ['光电', '微电子', '电子', '半导体', '通信', '显示', '传感', '电路', '芯片技术', '电子材料', '射频科技', '光学'],
  advancedComputing: ['软件', '数据', '云计算', '智算', '信息技术', '网络科技', '数智', '算力科技', '人工智能', '信息安全', '图形科技', '数字科技'],
  lifeHealth: ['生物', '医药', '医疗器械', '生物科技', '诊断技术', '基因科技', '康复科技', '制药', '健康科技', '医学检验', '细胞科技', '药物研究'],
  smartManufacturing: ['智能装备', '机器人', '精密机械', '自动化', '模具', '数控', '机电', '智能科技', '精工', '传动科技', '焊接装备', '测控技术'],
  newEnergy: ['新能源', '储能', '动力电池', '氢能', '光伏', '电力电子', '充电设备', '能源科技', '电源', '绝缘材料', '储能材料', '碳科技'],
} as const;

export const legalForms = [
  ['有限公司', 86],
  ['股份有限公司', 7],
  ['科技有限公司', 7],
] as const;

/** What the firms of a chain work on and work with: slots of the texts. */
export const work = {
  electronicInformation: {
    products: ['车规级传感器', '光通信模块', '柔性显示模组', '射频前端模块', '高密度电路板'],
    equipment: ['贴片产线', '洁净车间', '老化试验房', '曝光机'],
    posts: ['工艺工程师', '版图工程师', '测试工程师', '设备操作工'],
  },
  advancedComputing: {
    products: ['边缘服务器', '国产数据库一体机', '数据脱敏系统', '工业网关', '智能客服平台'],
    equipment: ['数据机房', '算力集群', '冷水机组', '测试平台'],
    posts: ['算法工程师', '嵌入式工程师', '运维工程师', '产品经理'],
  },
  lifeHealth: {
    products: ['体外诊断试剂', '手术导航设备', '康复训练机器人', '可降解缝合材料', '冻干微球'],
    equipment: ['洁净车间', '灌装线', '冻干机', '动物房'],
    posts: ['注册专员', '药物分析研究员', '质量工程师', '灌装操作工'],
  },
  smartManufacturing: {
    products: ['伺服驱动器', '协作机器人', '精密减速器', '五轴加工中心', '焊接工作站'],
    equipment: ['数控机床', '激光切割机', '装配线', '喷涂房'],
    posts: ['数控技工', '电气工程师', '装配钳工', '售后技术支持'],
  },
  newEnergy: {
    products: ['储能变流器', '固态电池电芯', '高压直流继电器', '充电模块', '燃料电池电堆'],
    equipment: ['涂布机', '化成分容柜', '老化试验房', '高压测试台'],
    posts: ['电化学工程师', '电力电子工程师', '涂布操作工', '安全工程师'],
  },
} as const;

export type Chain = keyof typeof work;
