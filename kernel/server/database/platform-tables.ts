/**
 * Tables that no zone owns, each with the reason why row-level security must not hide it, and where it lives once the
 * zones are spread over several machines: `everywhere` on each node, `coordinator` on the one where every server signs in.
 */
export const platformTables: Readonly<Record<string, { readonly lives: 'everywhere' | 'coordinator'; readonly why: string }>> = {
  zones: {
    lives: 'everywhere',
    why: 'the list of zones itself; every zone’s table refers to it, and it is written when a zone is made or set',
  },
  logins: { lives: 'coordinator', why: 'read before the zone is known: which zone and user a login name means' },
  sessions: {
    lives: 'coordinator',
    why: 'read before the zone is known: whose cookie this is; written too often to be kept on every node',
  },
  one_time_links: { lives: 'coordinator', why: 'read before the zone is known: whom a link invites' },
  oidc_subjects: { lives: 'coordinator', why: 'read before the zone is known: which user the identity provider means' },
  oidc_states: { lives: 'coordinator', why: 'lives between two steps of a sign-in that has no user yet' },
  job_leases: { lives: 'coordinator', why: 'which server process makes the rounds, over all zones; one row, in one place' },
  operation_runs: { lives: 'coordinator', why: 'backups and drills of the whole installation' },
  schema_migrations: { lives: 'coordinator', why: 'what the migrator, which works there, has applied' },
};
