package io.stillwake.ingest.setup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.MemoryObjectStore;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStore;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreatesOnceTest {

  private static final ObjectKey PLACE = new ObjectKey("renders", "work/setup-1");

  private final MemoryObjectStore store = new MemoryObjectStore();

  @Test
  void isSeenWhereTheSecondOneIsRefused() {
    assertThat(CreatesOnce.isSeen(store, PLACE)).isTrue();
    assertThat(store.stat(PLACE)).isEmpty();
  }

  @Test
  void isNotSeenWhereTheHeaderIsIgnored() {
    ObjectStore careless =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) ->
                    method.getName().equals("create")
                        ? Optional.of(
                            store.put(
                                (ObjectKey) arguments[0], (byte[]) arguments[1], "text/plain"))
                        : method.invoke(store, arguments));

    assertThat(CreatesOnce.isSeen(careless, PLACE)).isFalse();
  }
}
