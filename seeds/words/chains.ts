import type { Chain } from './names.ts';

type Segment = 'upstream' | 'midstream' | 'downstream' | 'support';
/** name, is it a key node, weight of firms on it (0: none), share bought locally and imported in hundredths (null: never stated) */
export type NodeWords = readonly [name: string, key: boolean, weight: number, local: number | null, imported: number | null];

/** The nodes of the example's five chains; no real zone's. */
export const chainNodes: Readonly<Record<Chain, Readonly<Record<Segment, readonly NodeWords[]>>>> = {
  electronicInformation: {
    upstream: [
      ['电子化学品', true, 3, 22, 61],
      ['覆铜板与基材', false, 6, 48, 20],
      ['半导体材料', true, 1, 12, 83],
      ['光刻胶', true, 0, null, null],
    ],
    midstream: [
      ['印制电路板', false, 30, 66, 8],
      ['集成电路封测', true, 14, 58, 25],
      ['显示模组', true, 18, 63, 18],
      ['连接器与线束', false, 34, 71, 4],
      ['光学镜头与摄像模组', false, 16, 55, 22],
    ],
    downstream: [
      ['智能终端整机', true, 20, 62, 12],
      ['汽车电子', false, 16, 44, 30],
      ['智能家居', false, 12, null, null],
    ],
    support: [
      ['检验检测（电子信息）', false, 4, 80, 0],
      ['精密模具', false, 22, 68, 6],
    ],
  },
  advancedComputing: {
    upstream: [
      ['处理器芯片', true, 1, 9, 88],
      ['存储芯片', true, 2, 15, 79],
      ['服务器电源', false, 8, 52, 14],
    ],
    midstream: [
      ['服务器整机', true, 12, 64, 20],
      ['主板与板卡', false, 14, 57, 26],
      ['液冷散热', false, 6, 61, 10],
      ['操作系统与基础软件', true, 9, 38, 31],
    ],
    downstream: [
      ['数据中心运营', false, 7, 70, 3],
      ['工业软件', true, 22, 46, 28],
      ['行业云服务', false, 26, 65, 2],
      ['人工智能应用', false, 30, 60, 9],
    ],
    support: [['算力调度平台', false, 0, null, null]],
  },
  lifeHealth: {
    upstream: [
      ['生物试剂原料', true, 4, 26, 64],
      ['医用高分子材料', false, 7, 45, 22],
      ['培养基与填料', true, 0, 5, 92],
    ],
    midstream: [
      ['小核酸药物', true, 8, 41, 33],
      ['体外诊断试剂', false, 20, 62, 15],
      ['影像设备', true, 1, 20, 66],
      ['骨科植入器械', false, 9, 55, 12],
      ['生物制药', true, 12, 50, 24],
    ],
    downstream: [
      ['第三方医学检验', false, 10, 72, 4],
      ['数字医疗', false, 14, null, null],
    ],
    support: [
      ['临床试验服务', false, 6, 60, 5],
      ['冷链物流', false, 3, 81, 0],
    ],
  },
  smartManufacturing: {
    upstream: [
      ['减速器', true, 3, 24, 58],
      ['伺服电机', true, 5, 36, 41],
      ['传感器', false, 12, 49, 27],
    ],
    midstream: [
      ['工业机器人本体', true, 8, 61, 18],
      ['数控机床', true, 10, 52, 26],
      ['机器视觉', false, 14, 64, 9],
      ['激光设备', false, 9, 58, 17],
    ],
    downstream: [
      ['自动化产线集成', false, 24, 67, 6],
      ['智能物流装备', false, 11, 60, 8],
    ],
    support: [
      ['热处理与表面处理', false, 8, 74, 1],
      ['工业设计', false, 7, null, null],
    ],
  },
  newEnergy: {
    upstream: [
      ['正极材料', true, 4, 33, 29],
      ['硅片', false, 3, 28, 35],
      ['质子交换膜', true, 1, 8, 85],
    ],
    midstream: [
      ['动力电池模组', true, 9, 61, 12],
      ['逆变器', false, 8, 63, 14],
      ['储能系统', false, 10, 66, 7],
    ],
    downstream: [
      ['充电设施', false, 9, 70, 2],
      ['光伏电站运维', false, 6, 78, 0],
    ],
    support: [['电池回收利用', false, 0, null, null]],
  },
};
