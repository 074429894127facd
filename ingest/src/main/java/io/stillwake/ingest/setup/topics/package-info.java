/** Kafka's topics and the workers' share groups: wanted, found, planned, made. */
package io.stillwake.ingest.setup.topics;
