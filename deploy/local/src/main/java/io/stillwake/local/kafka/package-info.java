/** Kafka inside this JVM. */
package io.stillwake.local.kafka;
