/** The object store inside this JVM: the S3 API over a folder, with bucket events like MinIO's. */
package io.stillwake.local.store;
