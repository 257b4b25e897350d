import type { Text } from '#kernel/contract/text.ts';
import type { Refusal } from '#kernel/rules/result.ts';

/** An answer of no, on its way to a problem document. Thrown inside the transaction, so nothing stays written. */
export class Refused extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  readonly fields: readonly { readonly path: string; readonly message: Text; readonly code?: string; readonly rule?: string }[];

  constructor(status: number, refusal: Refusal, fields: Refused['fields'] = []) {
    super(refusal.message.zh);
    this.name = 'Refused';
    this.status = status;
    this.refusal = refusal;
    this.fields = fields;
  }
}

/** 404 for what is not there and for what the reader may not know to be there: the two look the same. */
export function notFound(label: Text): Refused {
  return new Refused(404, {
    code: 'NOT_FOUND',
    message: { zh: `没有这条${label.zh}，或您无权查看`, en: `No such ${label.en.toLowerCase()}, or not for you to see` },
  });
}

/** 403 for one who may see but not act. */
export function forbidden(why: Text): Refused {
  return new Refused(403, { code: 'FORBIDDEN', message: why });
}

/** 409: the row was changed by somebody else since it was read. */
export function stale(by: { readonly name: string; readonly version: number }): Refused {
  return new Refused(409, {
    code: 'STALE_VERSION',
    message: {
      zh: `${by.name}刚刚修改了这条记录（第 ${by.version} 版），请刷新后再试`,
      en: `${by.name} has just changed this (version ${by.version}); reload and try again`,
    },
    details: { by: by.name, version: by.version },
  });
}

/** 422 with every faulty field. */
export function invalid(refusals: readonly Refusal[]): Refused {
  return new Refused(
    422,
    { code: 'INVALID', message: { zh: '提交的内容有误，请按提示更正', en: 'Some fields need correcting' } },
    refusals.map(({ field, message, code, rule }) => ({ path: field ?? '', message, code, ...(rule ? { rule } : {}) })),
  );
}
