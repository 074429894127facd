/** Turns chunks into segments, segments into a film, and ends a render: here, and nowhere else. */
package io.stillwake.jobs.assemble;
