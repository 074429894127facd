/** The object store's buckets: who may read them, what expires, and where uploads are told. */
package io.stillwake.ingest.setup.store;
