package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.ObjectRef;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObjectKeyTest {

  @Test
  void refusesWhatIsNoRelativePath() {
    for (String text : new String[] {"", "/a", "a//b", "a/../b"}) {
      assertThatThrownBy(() -> new ObjectKey("renders", text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + text + "'");
    }
  }

  @Test
  void travelsAsAReference() {
    ObjectKey key = new ObjectKey("renders", "a/b");

    assertThat(ObjectKey.of(key.toRef("image/png"))).isEqualTo(key);
  }

  @Test
  void pinsTheVersionThatIsStored() {
    StoredObject stored =
        new StoredObject(new ObjectKey("renders", "a"), "etag", 5, "image/png", Instant.EPOCH);

    assertThat(stored.toRef("sha"))
        .isEqualTo(
            ObjectRef.newBuilder()
                .setBucket("renders")
                .setKey("a")
                .setEtag("etag")
                .setSize(5)
                .setMediaType("image/png")
                .setSha256("sha")
                .build());
  }
}
