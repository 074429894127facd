/** Joins tickets with their uploads: bucket events come twice, before their ticket, or never. */
package io.stillwake.jobs.intake;
