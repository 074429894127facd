/** Requests a list of work from the system under test and notes when each item is answered. */
package io.stillwake.bench.load;
