/** A plain client of the REST API. */
package io.stillwake.local.client;
