/** A database and a table in the Glue catalog, over the output. They hold no data, and cost nothing. */

import { Aws } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { type S3Place, urlOf } from '../deployment/s3-place';
import type { CatalogTable } from '../settings/catalog-table';
import type { JobSettings } from '../settings/settings';
import { tableDefinition } from './table-definition';

export interface OutputTableProps {
  readonly catalogTable: CatalogTable;
  readonly job: JobSettings;
  readonly output: S3Place;
}

export class OutputTable extends Construct {
  constructor(scope: Construct, id: string, { catalogTable, job, output }: OutputTableProps) {
    super(scope, id);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: catalogTable.database },
    });
    const parts = { location: urlOf(output), compress: job.compress, hasHeader: job.header };
    const { storageDescriptor, ...definition } = tableDefinition(catalogTable, parts);
    new CfnTable(this, 'Table', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: database.ref,
      tableInput: {
        ...definition,
        storageDescriptor: { ...storageDescriptor, columns: [...storageDescriptor.columns] },
      },
    });
  }
}
