/**
 * The system on real servers, each a process of its own under one folder: {@link
 * io.stillwake.real.RealStack} is the table of contents.
 */
package io.stillwake.real;
