package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.TENANT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.storage.MemoryObjectStore;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CloseRenderTest {

  private static final ObjectKey MANIFEST =
      ObjectLayout.standard().manifest(new Tenant(TENANT), new RenderId(ID));
  private static final ObjectKey PLAYLIST =
      ObjectLayout.standard().playlist(new Tenant(TENANT), new RenderId(ID));

  private static MemoryObjectStore store;

  private KeyedOneInputStreamOperatorTestHarness<String, AssemblyUpdate, RenderEvent> close;

  @BeforeEach
  void start() throws Exception {
    store = new MemoryObjectStore();
    store.createBucket("renders");
    close = harness();
    close.open();
  }

  @AfterEach
  void stop() throws Exception {
    close.close();
  }

  @Test
  void endIsToldAfterTheManifestIsStored() throws Exception {
    tell(SomeEnding.completed());

    byte[] manifest = store.get(MANIFEST, "");
    assertThat(close.extractOutputValues())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getEventId()).isEqualTo(ID + "/completed");
              assertThat(event.getState()).isEqualTo(RenderState.RENDER_STATE_COMPLETED);
              assertThat(event.getManifest().getSha256()).isEqualTo(Sha256.of(manifest));
              assertThat(event.getManifest().getEtag()).isNotEmpty();
              assertThat(event.getPlaylist().getKey()).isEqualTo(PLAYLIST.key());
              assertThat(event.getFilm().hasVideo()).isTrue();
              assertThat(event.getWarningsList()).hasSize(1);
            });
  }

  @Test
  void failureIsToldWithItsReasonAndNoResults() throws Exception {
    tell(SomeEnding.failed());

    RenderEvent event = close.extractOutputValues().get(0);
    assertThat(event.getEventId()).isEqualTo(ID + "/failed");
    assertThat(event.getError().getCode()).isEqualTo("not_an_image");
    assertThat(event.hasFilm()).isFalse();
    assertThat(event.hasPlaylist()).isFalse();
  }

  @Test
  void playlistIsStoredBeforeProgressTellsOfIt() throws Exception {
    tell(SomeEnding.grown(1, "#EXTM3U"));

    assertThat(new String(store.get(PLAYLIST, ""), UTF_8)).isEqualTo("#EXTM3U");
    assertThat(progress()).extracting(RenderProgress::getSequence).containsExactly(1L);
  }

  @Test
  void nothingIsToldWhileTheStoreIsAway() throws Exception {
    store.failNext(1);
    tell(SomeEnding.completed());

    assertThat(close.extractOutputValues()).isEmpty();
    assertThat(progress()).isEmpty();
  }

  @Test
  void endIsToldOnceTheStoreIsBack() throws Exception {
    store.failNext(2);
    tell(SomeEnding.completed());
    close.setProcessingTime(5_000);
    assertThat(close.extractOutputValues()).isEmpty();
    close.setProcessingTime(10_000);
    close.setProcessingTime(60_000);

    assertThat(close.extractOutputValues()).hasSize(1);
    assertThat(store.stat(MANIFEST)).isPresent();
    assertThat(close.numKeyedStateEntries()).isZero();
  }

  @Test
  void playlistThatCouldNotBeStoredIsStoredWithTheEnd() throws Exception {
    store.failNext(1);
    tell(SomeEnding.grown(1, "#EXTM3U"));
    tell(SomeEnding.completed());

    assertThat(store.stat(PLAYLIST)).isPresent();
    assertThat(close.extractOutputValues()).hasSize(1);
  }

  @Test
  void whatWaitedIsTriedAgainAfterARestore() throws Exception {
    store.failNext(1);
    tell(SomeEnding.completed());
    OperatorSubtaskState snapshot = close.snapshot(1, 1);
    close.close();
    close = harness();
    close.initializeState(snapshot);
    close.open();
    close.setProcessingTime(5_000);

    assertThat(close.extractOutputValues()).hasSize(1);
  }

  @Test
  void sameEndWrittenAgainIsTheSameManifest() throws Exception {
    tell(SomeEnding.completed());
    byte[] manifest = store.get(MANIFEST, "");
    tell(SomeEnding.completed());

    assertThat(store.get(MANIFEST, "")).isEqualTo(manifest);
  }

  private void tell(AssemblyUpdate update) throws Exception {
    close.processElement(update, 0);
  }

  private List<RenderProgress> progress() {
    var records = close.getSideOutput(CloseRender.PROGRESS);
    return records == null ? List.of() : records.stream().map(record -> record.getValue()).toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AssemblyUpdate, RenderEvent>
      harness() throws Exception {
    var operator =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new CloseRender(() -> store)),
            AssemblyUpdate::getRenderId,
            Types.STRING);
    ((SerializerConfigImpl) operator.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    operator.setup(
        ProtobufTypeInfo.of(RenderEvent.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    return operator;
  }
}
