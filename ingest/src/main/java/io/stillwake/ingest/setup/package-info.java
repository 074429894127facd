/** Prepares Kafka and the object store for the system; a second run changes nothing. */
package io.stillwake.ingest.setup;
