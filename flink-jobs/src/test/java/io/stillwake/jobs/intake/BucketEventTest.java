package io.stillwake.jobs.intake;

import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.OTHER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.UploadSign;
import io.stillwake.storage.ObjectLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketEventTest {

  private static final String KEY = "uploads%2Facme%2F" + ID + "%2Fsource";

  @Test
  void readsWhatMinioWrites() throws Exception {
    List<UploadSign> uploads = read(SomeEvents.event(SomeEvents.put(KEY)));

    assertThat(uploads)
        .containsExactly(
            UploadSign.newBuilder()
                .setRenderId(ID)
                .setTenant("acme")
                .setStored(
                    ObjectRef.newBuilder()
                        .setBucket("uploads")
                        .setKey("uploads/acme/" + ID + "/source")
                        .setEtag("e1")
                        .setSize(1000)
                        .setMediaType("image/jpeg"))
                .build());
  }

  @Test
  void readsWhatAwsWrites() throws Exception {
    String record = SomeEvents.put(KEY).replace("s3:ObjectCreated:Put", "ObjectCreated:Post");

    assertThat(read(SomeEvents.event(record))).hasSize(1);
  }

  @Test
  void readsEveryRecord() throws Exception {
    String other = SomeEvents.put(KEY.replace(ID, OTHER_ID));

    assertThat(read(SomeEvents.event(SomeEvents.put(KEY), other)))
        .extracting(UploadSign::getRenderId)
        .containsExactly(ID, OTHER_ID);
  }

  @Test
  void leavesRemovalsOut() throws Exception {
    String removed = SomeEvents.put(KEY).replace("s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete");

    assertThat(read(SomeEvents.event(removed))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "holiday.jpg",
        "uploads%2Facme%2Fnot-an-id%2Fsource",
        "uploads%2FAcme%2F" + ID + "%2Fsource",
        "uploads%2Facme%2F" + ID + "%2Fsource%2Fmore",
        "..%2F..%2Fetc",
        "%2Fabsolute"
      })
  void leavesForeignKeysOut(String key) throws Exception {
    assertThat(read(SomeEvents.event(SomeEvents.put(key)))).isEmpty();
  }

  @Test
  void leavesForeignBucketsOut() throws Exception {
    String record = SomeEvents.put(KEY).replace("\"name\":\"uploads\"", "\"name\":\"renders\"");

    assertThat(read(SomeEvents.event(record))).isEmpty();
  }

  @Test
  void leavesTheStoresTestEventOut() throws Exception {
    assertThat(read("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "[]",
        "{\"Records\":7}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\"}]}",
        "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"uploads\"},"
            + "\"object\":{\"key\":\"%zz\"}}}]}"
      })
  void refusesWhatIsNoEvent(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(BucketEvent.MalformedEventException.class);
  }

  private static List<UploadSign> read(String json) throws Exception {
    return BucketEvent.uploads(json, ObjectLayout.standard());
  }
}
