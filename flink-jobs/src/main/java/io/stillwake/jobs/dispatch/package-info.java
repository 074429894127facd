/**
 * Admission before Kafka: which item of work goes to a pool's workers next, how often it is tried,
 * and what waits meanwhile. {@link io.stillwake.jobs.dispatch.AdmitWork} is the Flink shell; {@link
 * io.stillwake.jobs.dispatch.Pool} decides.
 */
package io.stillwake.jobs.dispatch;
