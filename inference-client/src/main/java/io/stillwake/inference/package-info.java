/** The port to a model server, and the values that cross it. */
package io.stillwake.inference;
