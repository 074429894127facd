/**
 * One class per kind of server: its settings, its command line, and how it is asked whether it
 * serves.
 */
package io.stillwake.real.server;
