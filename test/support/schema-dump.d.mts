/** A normalised picture of schema `erp`. */
export function dumpSchema(client: { query(sql: string): Promise<{ rows: any[] }> }): Promise<string>;
