package io.stillwake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, the fake one and the real one; each runs these tests as its own. */
public abstract class ObjectStoreContract {

  private static final String BUCKET = ObjectLayout.standard().rendersBucket();
  private static final String FLAME_MD5 = "599dd3c7d37cb5e2d5045b60c9b95df4";

  /** Unique to one test, since the tests of a real store share it. */
  private final String folder = "contract/" + UUID.randomUUID() + "/";

  @TempDir Path files;

  /** The store under test, with the buckets of the standard layout. */
  protected abstract ObjectStore store();

  @Test
  void readsBackWhatWasPut() {
    store().put(key("a"), bytes("flame"), "image/png");

    byte[] content = store().get(key("a"), "");

    assertThat(content).isEqualTo(bytes("flame"));
  }

  @Test
  void takesNoContentThatIsNotWhatItsHashSays() {
    String other = Sha256.of(bytes("smoke"));

    assertThatThrownBy(() -> store().put(key("a"), bytes("flame"), other, "image/png"))
        .isInstanceOf(StorageException.class);

    assertThat(store().stat(key("a"))).isEmpty();
  }

  @Test
  void keepsAnEmptyObject() {
    store().put(key("a"), new byte[0], "text/plain");

    byte[] content = store().get(key("a"), "");

    assertThat(content).isEmpty();
  }

  @Test
  void createsAnObjectOnceWithItsNote() {
    Optional<StoredObject> created = create("a", "flame", "made by one");
    Optional<StoredObject> again = create("a", "smoke", "made by another");

    assertThat(created.map(StoredObject::etag)).contains(FLAME_MD5);
    assertThat(again).isEmpty();
    assertThat(store().get(key("a"), "")).isEqualTo(bytes("flame"));
    assertThat(store().note(key("a"))).contains("made by one");
  }

  @Test
  void createsAnObjectAgainWhereItIsGone() {
    create("a", "flame", "made by one");
    store().delete(key("a"));

    assertThat(create("a", "flame", "made by another")).isPresent();
    assertThat(store().note(key("a"))).contains("made by another");
  }

  @Test
  void oneOfManyCreatesAnObject() {
    List<String> notes = IntStream.range(0, 8).mapToObj(i -> "note " + i).toList();

    List<CompletableFuture<Optional<String>>> tries =
        notes.stream()
            .map(
                note ->
                    CompletableFuture.supplyAsync(
                        () -> create("a", "flame", note).map(created -> note)))
            .toList();

    List<String> winners =
        tries.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    assertThat(winners).hasSize(1);
    assertThat(store().note(key("a"))).contains(winners.get(0));
  }

  @Test
  void keepsALongNote() {
    String note = "n".repeat(1_800);

    create("a", "flame", note);

    assertThat(store().note(key("a"))).contains(note);
  }

  @Test
  void tellsNoNoteWhereThereIsNone() {
    store().put(key("a"), bytes("flame"), "image/png");

    assertThat(store().note(key("a"))).isEmpty();
    assertThat(store().note(key("b"))).isEmpty();
  }

  @Test
  void copiesNoNote() {
    create("a", "flame", "made by one");

    store().copy(key("a"), key("b"), "image/png");

    assertThat(store().stat(key("b")).map(StoredObject::mediaType)).contains("image/png");
    assertThat(store().note(key("b"))).isEmpty();
  }

  @Test
  void describesWhatItStores() {
    StoredObject put = store().put(key("a"), bytes("flame"), "image/png");

    assertThat(put.key()).isEqualTo(key("a"));
    assertThat(put.etag()).isEqualTo(FLAME_MD5);
    assertThat(put.size()).isEqualTo(5);
    assertThat(put.mediaType()).isEqualTo("image/png");
    assertThat(put.modified()).isBetween(ago(Duration.ofMinutes(1)), ago(Duration.ofMinutes(-1)));
  }

  @Test
  void describesWhatIsStored() {
    store().put(key("a"), bytes("flame"), "application/vnd.safetensors");

    StoredObject stat = store().stat(key("a")).orElseThrow();

    assertThat(stat.key()).isEqualTo(key("a"));
    assertThat(stat.etag()).isEqualTo(FLAME_MD5);
    assertThat(stat.size()).isEqualTo(5);
    assertThat(stat.mediaType()).isEqualTo("application/vnd.safetensors");
    assertThat(stat.modified()).isBetween(ago(Duration.ofMinutes(1)), ago(Duration.ofMinutes(-1)));
  }

  @Test
  void knowsNothingOfAnObjectThatIsNotThere() {
    assertThat(store().stat(key("a"))).isEmpty();
  }

  @Test
  void replacesAnObject() {
    store().put(key("a"), bytes("a longer one"), "text/plain");
    store().put(key("a"), bytes("flame"), "image/png");

    StoredObject stat = store().stat(key("a")).orElseThrow();

    assertThat(stat.etag()).isEqualTo(FLAME_MD5);
    assertThat(stat.mediaType()).isEqualTo("image/png");
  }

  @Test
  void readsThePinnedVersion() {
    StoredObject put = store().put(key("a"), bytes("flame"), "image/png");

    byte[] content = store().get(key("a"), put.etag());

    assertThat(content).isEqualTo(bytes("flame"));
  }

  @Test
  void missesAnotherVersionThanThePinnedOne() {
    StoredObject old = store().put(key("a"), bytes("smoke"), "image/png");
    store().put(key("a"), bytes("flame"), "image/png");

    assertMissing(() -> store().get(key("a"), old.etag()));
    assertMissing(() -> store().download(key("a"), old.etag(), files.resolve("a")));
  }

  @Test
  void missesWhatIsNotThere() {
    assertMissing(() -> store().get(key("a"), ""));
    assertMissing(() -> store().get(key("a"), FLAME_MD5));
    assertMissing(() -> store().getRange(key("a"), 0, 1));
    assertMissing(() -> store().download(key("a"), "", files.resolve("a")));
    assertMissing(() -> store().copy(key("a"), key("b"), "image/png"));
  }

  @Test
  void downloadsOverAnOlderFile() throws IOException {
    Path file = Files.writeString(files.resolve("a"), "something longer");
    store().put(key("a"), bytes("flame"), "image/png");

    store().download(key("a"), FLAME_MD5, file);

    assertThat(file).hasContent("flame");
  }

  @Test
  void readsARange() {
    store().put(key("a"), bytes("campfire"), "text/plain");

    assertThat(store().getRange(key("a"), 4, 3)).isEqualTo(bytes("fir"));
    assertThat(store().getRange(key("a"), 0, 1)).isEqualTo(bytes("c"));
    assertThat(store().getRange(key("a"), 4, 100)).isEqualTo(bytes("fire"));
  }

  @Test
  void refusesARangeBehindTheEnd() {
    store().put(key("a"), bytes("campfire"), "text/plain");

    assertThatThrownBy(() -> store().getRange(key("a"), 8, 1))
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.retryable()).isFalse());
  }

  @Test
  void uploadsALargeFileAsOneObjectWhoseEtagIsItsMd5() throws IOException {
    byte[] content = new byte[12_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(files.resolve("large"), content);

    StoredObject uploaded = store().upload(key("a"), file, "application/vnd.safetensors");

    assertThat(uploaded.etag()).isEqualTo("1d771c1c0b113ac631255d1a5b5cae7b");
    assertThat(uploaded.size()).isEqualTo(content.length);
    assertThat(store().get(key("a"), uploaded.etag())).isEqualTo(content);
  }

  @Test
  void copiesUnderAType() {
    store().put(key("a"), bytes("flame"), "application/octet-stream");

    String etag = store().copy(key("a"), key("b"), "image/png");

    assertThat(etag).isEqualTo(FLAME_MD5);
    StoredObject stat = store().stat(key("b")).orElseThrow();
    assertThat(stat.etag()).isEqualTo(FLAME_MD5);
    assertThat(stat.size()).isEqualTo(5);
    assertThat(stat.mediaType()).isEqualTo("image/png");
    assertThat(store().get(key("b"), FLAME_MD5)).isEqualTo(bytes("flame"));
  }

  @Test
  void copiesOverAnOlderObject() {
    store().put(key("a"), bytes("flame"), "image/png");
    store().put(key("b"), bytes("something longer"), "text/plain");

    store().copy(key("a"), key("b"), "image/png");

    assertThat(store().get(key("b"), FLAME_MD5)).isEqualTo(bytes("flame"));
  }

  @Test
  void deletesAnObjectOnceAndAgain() {
    store().put(key("a"), bytes("flame"), "image/png");

    store().delete(key("a"));
    store().delete(key("a"));

    assertThat(store().stat(key("a"))).isEmpty();
  }

  @Test
  void listsWhatStartsWithThePrefixInKeyOrder() {
    for (String name : List.of("b/2", "b/10", "b-1", "a", "ba", "c/1")) {
      store().put(key(name), bytes("flame"), "image/png");
    }

    List<StoredObject> listed = store().list(BUCKET, folder + "b");

    assertThat(listed)
        .extracting(StoredObject::key)
        .containsExactly(key("b-1"), key("b/10"), key("b/2"), key("ba"));
    assertThat(listed)
        .allSatisfy(
            object -> {
              assertThat(object.etag()).isEqualTo(FLAME_MD5);
              assertThat(object.size()).isEqualTo(5);
              assertThat(object.mediaType()).isEmpty();
            });
  }

  @Test
  void listsNothingWhereNothingIs() {
    assertThat(store().list(BUCKET, folder)).isEmpty();
  }

  @Test
  void takesKeysThatAUrlWouldEscape() {
    ObjectKey odd = key("a b+c%2Fd&e=ü/ß.png");
    store().put(odd, bytes("flame"), "image/png");

    assertThat(store().get(odd, FLAME_MD5)).isEqualTo(bytes("flame"));
    assertThat(store().list(BUCKET, folder)).extracting(StoredObject::key).containsExactly(odd);
  }

  @Test
  void makesABucketOnceAndAgain() {
    String bucket = "contract-" + UUID.randomUUID();
    ObjectKey key = new ObjectKey(bucket, "a");

    store().createBucket(bucket);
    store().createBucket(bucket);

    store().put(key, bytes("flame"), "image/png");
    assertThat(store().get(key, FLAME_MD5)).isEqualTo(bytes("flame"));
  }

  @Test
  void refusesABucketThatIsNotThere() {
    String bucket = "contract-" + UUID.randomUUID();

    assertThatThrownBy(() -> store().put(new ObjectKey(bucket, "a"), bytes("flame"), "image/png"))
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.retryable()).isFalse());
  }

  @Test
  void showsAReaderOneWholeVersionWhileAnotherIsWritten() {
    byte[] dark = new byte[300_000];
    byte[] bright = new byte[400_000];
    Arrays.fill(bright, (byte) 1);
    store().put(key("a"), dark, "image/png");
    AtomicBoolean reading = new AtomicBoolean(true);
    CompletableFuture<Void> writes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; reading.get(); i++) {
                store().put(key("a"), i % 2 == 0 ? bright : dark, "image/png");
              }
            });

    List<byte[]> seen;
    try {
      seen = IntStream.range(0, 40).mapToObj(i -> store().get(key("a"), "")).toList();
    } finally {
      reading.set(false);
    }

    writes.join();
    assertThat(seen)
        .allMatch(content -> Arrays.equals(content, dark) || Arrays.equals(content, bright));
  }

  @Test
  void signsForAsLongAsItIsTold() {
    PresignedUpload upload =
        store().presignUpload(key("a"), "image/png", 5, Duration.ofMinutes(10));

    assertThat(upload.expiresAt())
        .isBetween(ago(Duration.ofMinutes(-9)), ago(Duration.ofMinutes(-11)));
    assertThat(upload.toString()).doesNotContain("ignature");
  }

  private ObjectKey key(String name) {
    return new ObjectKey(BUCKET, folder + name);
  }

  private Optional<StoredObject> create(String name, String content, String note) {
    byte[] bytes = bytes(content);
    return store().create(key(name), bytes, Sha256.of(bytes), "image/png", note);
  }

  private static void assertMissing(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ObjectMissingException.class, failure -> assertThat(failure.retryable()).isFalse());
  }

  private static Instant ago(Duration duration) {
    return Instant.now().minus(duration);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
