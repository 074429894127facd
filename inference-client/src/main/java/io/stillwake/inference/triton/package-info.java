/** The Triton adapter; the only place that knows Triton's generated types. */
package io.stillwake.inference.triton;
