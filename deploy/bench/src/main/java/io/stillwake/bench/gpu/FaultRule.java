package io.stillwake.bench.gpu;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which calls are struck, and by what. Empty targets match all calls.
 *
 * @param work the work id, not the request id
 * @param probability of each call that matches to be struck, drawn from the seed
 * @param calls only the first so many calls that are struck
 * @param seconds only so long after the rule was set
 */
record FaultRule(
    Fault fault,
    Optional<String> gpu,
    OptionalInt slot,
    Optional<String> work,
    Optional<String> model,
    Optional<String> tenant,
    double probability,
    long seed,
    OptionalLong calls,
    OptionalDouble seconds) {

  /** A call on the slot it is about to run on. */
  record Target(String gpu, int slot, String work, String model, String tenant) {}

  boolean matches(Target target) {
    return gpu.map(target.gpu()::equals).orElse(true)
        && (slot.isEmpty() || slot.getAsInt() == target.slot())
        && work.map(target.work()::equals).orElse(true)
        && model.map(target.model()::equals).orElse(true)
        && tenant.map(target.tenant()::equals).orElse(true);
  }
}
