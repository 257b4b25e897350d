/** Everything that can be wrong with a passport, in words; the page, the command and the bank's screen say the same. */
export const pointsPassportFaults = {
  TOO_LONG: { zh: '文件过大，不是积分通行证', en: 'Too large to be a points passport' },
  TRUNCATED: { zh: '文件不完整，后面缺了一段', en: 'The file is cut off: its end is missing' },
  FORMAT_UNKNOWN: { zh: '不是积分通行证，或版本无法识别', en: 'Not a points passport, or of an unknown format' },
  ALTERED: { zh: '文件写法被改动过', en: 'The file was rewritten after it was issued' },
  ED25519_BAD: { zh: 'Ed25519 签名不符：内容或签名被改过', en: 'The Ed25519 signature does not fit: contents or signature were changed' },
  SM2_BAD: { zh: 'SM2 签名不符：内容或签名被改过', en: 'The SM2 signature does not fit: contents or signature were changed' },
  KEY_UNKNOWN: {
    zh: '签名公钥只是文件自带的，不在您信任的签发机构公钥之列：不能证明是谁签的',
    en: 'A key is merely the file’s own, none that you trust as the issuer’s: who signed is not proved',
  },
  NOT_YET_VALID: { zh: '尚未生效；请核对本机的日期和时间', en: 'Not yet valid; check this machine’s date and time' },
  EXPIRED: { zh: '已过有效期（按本机时间）', en: 'Expired, by this machine’s clock' },
  DISCLOSURE_ALTERED: { zh: '有一项指标被改过，无法辨认', en: 'A disclosed line was altered beyond reading' },
  DISCLOSURE_UNKNOWN: {
    zh: '有一项指标与签发的不符：被改过，或是别处拿来的',
    en: 'A disclosed line fits no signed digest: altered, or from elsewhere',
  },
  DISCLOSURE_TWICE: { zh: '有一项指标出现两次', en: 'A line is disclosed twice' },
  SUM_OFF: { zh: '所列各项得分与签发的合计对不上', en: 'The disclosed points do not add up with what was signed' },
} as const;

export type PointsPassportFault = keyof typeof pointsPassportFaults;

export const pointsPassportVerdictWords = {
  genuine: { zh: '真实有效', en: 'Genuine and valid' },
  notGenuine: { zh: '不可采信', en: 'Not to be relied on' },
  signatureTrusted: { zh: '签名相符，公钥可信', en: 'fits, by a trusted key' },
  signatureOwnKey: { zh: '签名相符，但公钥只是文件自带', en: 'fits, but the key is merely the file’s own' },
  signatureBad: { zh: '签名不符', en: 'does not fit' },
  askStatus: {
    zh: '企业是否撤销、积分是否更正过，须联网查询',
    en: 'Whether the firm revoked it, or its points were corrected since, can only be asked online',
  },
} as const;

/** What a signature's verdict is called. */
export function signatureWords({ fits, isTrusted }: { readonly fits: boolean; readonly isTrusted: boolean }): {
  readonly zh: string;
  readonly en: string;
} {
  if (!fits) return pointsPassportVerdictWords.signatureBad;
  return isTrusted ? pointsPassportVerdictWords.signatureTrusted : pointsPassportVerdictWords.signatureOwnKey;
}

/** How people call the two algorithms. */
export const pointsPassportAlgorithmNames = { EdDSA: 'Ed25519', 'urn:oid:1.2.156.10197.1.501': 'SM2' } as const;
