/** Uploads photos into an idle system, one after the other, and notes how each becomes a film. */
package io.stillwake.bench.film;
