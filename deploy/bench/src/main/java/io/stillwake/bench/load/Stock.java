package io.stillwake.bench.load;

/**
 * Work that is kept waiting: with each answer the next item of the list is requested.
 *
 * @param kept how many items are requested and not answered, all the time
 * @param measured how many answers are measured once the job has read that many
 */
record Stock(int kept, int measured) {}
