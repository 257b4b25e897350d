import pg from 'pg';

/** Can a connection be made with this address and password? @param most milliseconds to wait; as long as it takes when absent */
export async function opens(url: string, most?: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, ...(most !== undefined && { connectionTimeoutMillis: most }) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
