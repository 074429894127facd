/** The store through the S3 API. */
package io.stillwake.storage.minio;
