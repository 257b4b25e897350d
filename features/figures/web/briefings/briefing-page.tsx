import { openTo } from '#kernel/web/feature.ts';
import { useActor } from '#kernel/web/house.tsx';
import { usePathParameter } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { Waiting } from '#kernel/web/waiting.tsx';
import { briefingView, briefingWriters } from '../../briefing-contract.ts';
import { BriefingDesk } from './briefing-desk.tsx';
import { BriefingIssued } from './briefing-issued.tsx';
import './briefing.css';

/** A briefing: a desk while it is a draft, the paper once it is issued. */
export function BriefingPage() {
  const id = usePathParameter('id');
  const { roles } = useActor();
  const read = useRead(['briefings', id], briefingView, { params: { id } });
  if (read.error && !read.data) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  const writes = openTo({ roles: briefingWriters }, roles);
  return read.data.status === 'draft' && writes ? (
    <BriefingDesk key={id} said={read.data} />
  ) : (
    <BriefingIssued said={read.data} writes={writes} />
  );
}
