package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {

  private static final ObjectKey KEY = new ObjectKey("renders", "a");

  private final MemoryObjectStore store = new MemoryObjectStore();

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void failsAsOftenAsItWasTold() {
    store.failNext(2);

    assertRetryable(() -> store.stat(KEY));
    assertRetryable(() -> store.put(KEY, new byte[1], "image/png"));
    assertThat(store.stat(KEY)).isEmpty();
  }

  @Test
  void recoversWhenToldTo() {
    store.failNext(100);

    store.recover();

    assertThat(store.stat(KEY)).isEmpty();
  }

  @Test
  void keepsItsOwnCopyOfTheContent() {
    byte[] content = {1, 2, 3};
    store.put(KEY, content, "image/png");

    content[0] = 9;
    store.get(KEY, "")[1] = 9;

    assertThat(store.get(KEY, "")).containsExactly(1, 2, 3);
  }

  private static void assertRetryable(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.retryable()).isTrue());
  }
}
