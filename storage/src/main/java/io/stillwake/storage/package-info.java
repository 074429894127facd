/** Ids, object keys and layout, and the object-store port: what every writer and reader shares. */
package io.stillwake.storage;
