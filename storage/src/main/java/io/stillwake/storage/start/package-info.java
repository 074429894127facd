/**
 * What every process of the system does before it serves: wait for the servers that it needs, and
 * say clearly what is missing or wrong.
 */
package io.stillwake.storage.start;
