/** What the bench measures: the real servers, our workers, and virtual GPUs beside them. */
package io.stillwake.bench.stack;
