/** Everything in one JVM: the servers a cluster would run, started together on the loopback. */
package io.stillwake.local;
