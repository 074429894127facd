package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestPartitionTest {

  /** Other processes, and other versions of this one, must find the same. */
  @ParameterizedTest
  @CsvSource({"acme, 32, 30", "acme, 4, 2", "flood, 32, 31", "acme, 1, 0"})
  void sameTenantIsAlwaysInTheSamePartition(String tenant, int partitions, int expected) {
    assertThat(RequestPartition.of(tenant, partitions)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32, 33, 720})
  void tenantsAreSpreadOverAllPartitions(int partitions) {
    Map<Integer, Long> tenants =
        IntStream.range(0, 100 * partitions)
            .mapToObj(i -> RequestPartition.of("tenant-" + i, partitions))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(tenants.keySet()).hasSize(partitions);
    assertThat(tenants.values()).allMatch(count -> count < 200);
  }

  @Test
  void fewTenantsShareThePartitionOfAnother() {
    int flooded = RequestPartition.of("flood", RequestPartition.LEAST);

    assertThat(IntStream.range(0, 1000))
        .filteredOn(i -> RequestPartition.of("small-" + i, RequestPartition.LEAST) == flooded)
        .hasSizeLessThan(50);
  }
}
