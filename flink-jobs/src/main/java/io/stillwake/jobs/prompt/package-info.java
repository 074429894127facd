/**
 * Turns words into plans: what of a picture moves and how, and what it is to look like. Plain
 * classes over a family's vocabulary; this is the only place that reads prompts.
 */
package io.stillwake.jobs.prompt;
