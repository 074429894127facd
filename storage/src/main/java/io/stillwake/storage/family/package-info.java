/** Descriptors of model families, which every part reads and each asks its own questions of. */
package io.stillwake.storage.family;
