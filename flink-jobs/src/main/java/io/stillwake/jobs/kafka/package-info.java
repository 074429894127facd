/**
 * Between Kafka's topics and the jobs' streams: sources, sinks, and how protobuf travels between
 * operators and rests in state.
 */
package io.stillwake.jobs.kafka;
