/** The {@code stillwake} command: a plain client of the API that can also start the stack. */
package io.stillwake.local.cli;
