/** The model families that a render may name, and what of a spec they can follow. */
package io.stillwake.jobs.family;
