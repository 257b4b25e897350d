import { useState } from 'react';
import type { z } from 'zod';
import type { dryRunImport, ImportBatch, uploadSheet } from '#kernel/contract/import-endpoints.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { ImportCheck } from './import-check.tsx';
import { ImportDone } from './import-done.tsx';
import { ImportMapping, type Mapped } from './import-mapping.tsx';
import { ImportUpload } from './import-upload.tsx';
import { importMessages as i } from './messages-import.ts';
import { PageHead } from './page-head.tsx';
import { useText } from './text.tsx';
import './styles-import.css';

type Uploaded = AnswerOf<typeof uploadSheet>;

/** Where the wizard stands; each step carries what the next one needs. */
type Step =
  | { readonly at: 'upload' }
  | { readonly at: 'mapping'; readonly uploaded: Uploaded; readonly mapped?: Mapped }
  | { readonly at: 'check'; readonly uploaded: Uploaded; readonly mapped: Mapped; readonly result: AnswerOf<typeof dryRunImport> }
  | { readonly at: 'done'; readonly batch: z.infer<typeof ImportBatch> };

const order = ['upload', 'mapping', 'check', 'done'] as const;

/** A sheet as it is → its columns → a dry run → the import, which can be undone. */
export function ImportWizard({ declaration }: { readonly declaration: RecordDeclaration }) {
  const say = useText();
  const [step, setStep] = useState<Step>({ at: 'upload' });
  const now = order.indexOf(step.at);
  return (
    <div className="import-page">
      <PageHead title={say(i.title(declaration.plural))} />
      <ol className="steps">
        {order.map((name, index) => (
          <li key={name} className={index < now ? 'past' : ''} {...(index === now && { 'aria-current': 'step' as const })}>
            <span className="step-number" aria-hidden="true">
              {index < now ? '✓' : index + 1}
            </span>
            {say(i.steps[name])}
          </li>
        ))}
      </ol>
      {step.at === 'upload' && <ImportUpload declaration={declaration} onUploaded={(uploaded) => setStep({ at: 'mapping', uploaded })} />}
      {step.at === 'mapping' && (
        <ImportMapping
          declaration={declaration}
          uploaded={step.uploaded}
          {...(step.mapped && { mapped: step.mapped })}
          onChecked={(mapped, result) => setStep({ at: 'check', uploaded: step.uploaded, mapped, result })}
          onBack={() => setStep({ at: 'upload' })}
        />
      )}
      {step.at === 'check' && (
        <ImportCheck
          declaration={declaration}
          batchId={step.uploaded.batchId}
          counts={step.result.counts}
          onCommitted={(batch) => setStep({ at: 'done', batch })}
          onBack={() => setStep({ at: 'mapping', uploaded: step.uploaded, mapped: step.mapped })}
        />
      )}
      {step.at === 'done' && <ImportDone declaration={declaration} batch={step.batch} onAnother={() => setStep({ at: 'upload' })} />}
    </div>
  );
}
