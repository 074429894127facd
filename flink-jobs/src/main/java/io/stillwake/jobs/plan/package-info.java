/**
 * Takes a render from its upload to its last chunk. What a film will be is fixed before its first
 * chunk is asked for; prompt, lengths and windows are plain classes, {@link
 * io.stillwake.jobs.plan.AdvanceRender} is the shell.
 */
package io.stillwake.jobs.plan;
