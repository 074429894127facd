/**
 * The front door. {@code render} takes requests, with {@code spec} and {@code upload} checking
 * their parts, and writes commands to Kafka; {@code status} reads back what became of them, and
 * {@code events} and {@code content} tell it and give it out. {@code http}, {@code json} and {@code
 * problem} are what all of them speak.
 */
package io.stillwake.ingest;
