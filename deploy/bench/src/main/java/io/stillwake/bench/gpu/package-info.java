/**
 * Virtual GPUs: Triton's protocol over slots that take a stated time instead of computing. Their
 * log is the only source of what was measured.
 */
package io.stillwake.bench.gpu;
