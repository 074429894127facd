/** Why renders end, in the words that the API shares. */
package io.stillwake.jobs.failure;
