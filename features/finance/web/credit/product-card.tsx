import Button from 'antd/es/button';
import { formatRate } from '#kernel/rules/money.ts';
import { formatMoney } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { ProductForFirm } from '../../credit-contract.ts';
import type { EligibilityReason } from '../../rules/eligibility.ts';
import { words as w } from './credit-messages.ts';

/** A product with what it promises, and yes or no with every reason. */
export function ProductCard({ product, onApply }: { readonly product: ProductForFirm; readonly onApply: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const { isEligible, suggestedLine } = product;
  return (
    <article className="card product">
      <div className="card-head">
        <h3>{product.name}</h3>
        <span className={`verdict ${isEligible ? 'verdict-yes' : 'verdict-no'}`}>{say(isEligible ? w.yes : w.no)}</span>
      </div>
      <p className="quiet">{product.bank}</p>
      <dl className="terms">
        <dt>{say(w.suggested)}</dt>
        <dd>{suggestedLine === null ? say(w.suggestedMissing) : formatMoney(suggestedLine, language)}</dd>
        <dt>{say(w.cap)}</dt>
        <dd>{formatMoney(product.cap, language)}</dd>
        <dt>{say(w.rate)}</dt>
        <dd>{formatRate(product.rateBp)}</dd>
        <dt>{say(w.term)}</dt>
        <dd>{say(w.months(product.termMonths))}</dd>
        <dt>{say(w.answers)}</dt>
        <dd>{say(w.days(product.answerDays))}</dd>
        {product.papers && (
          <>
            <dt>{say(w.papers)}</dt>
            <dd>{product.papers}</dd>
          </>
        )}
      </dl>
      <details open={!isEligible}>
        <summary>{say(w.why(product.reasons.length))}</summary>
        <Reasons reasons={product.reasons} />
      </details>
      <Button type={isEligible ? 'primary' : 'default'} onClick={onApply} aria-label={`${say(w.apply)} ${product.name}`}>
        {say(w.apply)}
      </Button>
    </article>
  );
}

/** What passes, what does not, and what nobody has looked into, each said in words; what speaks against comes first. */
export function Reasons({ reasons }: { readonly reasons: readonly EligibilityReason[] }) {
  const say = useText();
  const order = (one: EligibilityReason) => (one.passes === false ? 0 : one.passes === null ? 1 : 2);
  return (
    <ul className="reasons">
      {reasons
        .toSorted((a, b) => order(a) - order(b))
        .map((reason) => (
          <li key={reason.code}>
            <span className={reason.passes === false ? 'verdict-no' : reason.passes ? 'verdict-yes' : 'quiet'} aria-hidden="true">
              {reason.passes === false ? '✕' : reason.passes ? '✓' : '?'}
            </span>
            <span>
              {say(reason.says)} <span className="quiet small">{reason.rule}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}
