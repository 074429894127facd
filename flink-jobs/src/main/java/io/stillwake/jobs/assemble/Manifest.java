package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.SpentTime;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.Film;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderState;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code render.json}: the final truth about a render, enough to answer for it years later and to
 * make it again. Snake case like the REST API; what does not apply is left out.
 */
final class Manifest {

  static final String MEDIA_TYPE = "application/json";

  /**
   * A photograph moved or repainted by algorithms is neither a capture nor made from nothing.
   *
   * @see <a href="https://cv.iptc.org/newscodes/digitalsourcetype/">IPTC digital source types</a>
   */
  private static final String DIGITAL_SOURCE_TYPE =
      "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final AssemblyUpdate update;
  private final RenderEnding ending;
  private final RenderPlan plan;
  private final ObjectNode root = JSON.createObjectNode();

  private Manifest(AssemblyUpdate update) {
    this.update = update;
    this.ending = update.getEnding();
    this.plan = ending.getPlan();
  }

  /** As UTF-8 JSON, in a stable order. */
  static byte[] of(AssemblyUpdate update) {
    try {
      return JSON.writeValueAsBytes(new Manifest(update).write());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }

  private ObjectNode write() {
    root.put("id", update.getRenderId());
    root.put("tenant", update.getTenant());
    root.put("state", word(ending.getState()));
    error();
    root.set("spec", ManifestSpec.of(ending.getSpec(), JSON.createObjectNode()));
    time(root, "submitted_at", ending.getSubmittedAt());
    time(root, "completed_at", ending.getAt());
    root.put("digital_source_type", DIGITAL_SOURCE_TYPE);
    if (ending.hasPlan()) {
      family();
      pictures();
      ManifestPlan.write(plan, root.putObject("plan"));
      film();
    }
    results();
    ManifestTime.write(SpentTime.of(ending.getStepsList()), root.putObject("time"));
    ArrayNode steps = root.putArray("steps");
    ending.getStepsList().forEach(step -> ManifestStep.write(step, steps.addObject()));
    return root;
  }

  private void error() {
    if (!ending.hasError()) {
      return;
    }
    RenderError error = ending.getError();
    ObjectNode node = root.putObject("error");
    node.put("code", error.getCode());
    node.put("message", error.getMessage());
    node.put("retryable", error.getRetryable());
    if (!error.getStep().isEmpty()) {
      node.put("step", error.getStep());
      node.put("work_id", error.getWorkId());
    }
  }

  private void family() {
    String family = plan.getSpec().getFamily();
    root.putObject("family").put("name", family).put("version", plan.getFamilyVersion());
    ArrayNode models = root.putArray("models");
    ManifestModels.of(plan, ending.getStepsList()).forEach(models::add);
    ArrayNode warnings = root.putArray("warnings");
    plan.getWarningsList().forEach(warnings::add);
  }

  /** Of the source only what tells which file it was: nothing of its metadata. */
  private void pictures() {
    ObjectNode source = root.putObject("source");
    source.put("size", plan.getSource().getSize());
    source.put("etag", plan.getSource().getEtag());
    source.put("format", plan.getPrepared().getSourceFormat());
    source.put("width", plan.getPrepared().getSourceSize().getWidth());
    source.put("height", plan.getPrepared().getSourceSize().getHeight());
    root.putObject("picture")
        .put("width", plan.getPicture().getWidth())
        .put("height", plan.getPicture().getHeight());
  }

  private void film() {
    if (plan.getSegmentsCount() == 0) {
      return;
    }
    root.put("frames", plan.getFrameCount());
    root.put("fps", plan.getSpec().getAnimate().getFps());
    root.put("chunks", plan.getChunksCount());
    root.put("segments", plan.getSegmentsCount());
  }

  private void results() {
    ObjectNode results = root.putObject("results");
    if (ending.getState() != RenderState.RENDER_STATE_COMPLETED) {
      return;
    }
    Film film = ending.getFilm();
    result(results, "video", film.hasVideo(), film.getVideo());
    result(results, "poster", film.hasPoster(), film.getPoster());
    result(results, "picture", film.hasPicture(), film.getPicture());
    playlist(update).ifPresent(playlist -> result(results, "playlist", true, playlist));
    if (film.getRegionsCount() > 0) {
      ObjectNode regions = results.putObject("regions");
      film.getRegionsList().forEach(map -> result(regions, name(map), true, map));
    }
  }

  /** Of a map: the file's, without its ending. */
  private static String name(ObjectRef map) {
    String file = map.getKey().substring(map.getKey().lastIndexOf('/') + 1);
    return file.substring(0, file.lastIndexOf('.'));
  }

  private static void result(ObjectNode results, String name, boolean there, ObjectRef object) {
    if (!there) {
      return;
    }
    ObjectNode node = results.putObject(name);
    node.put("key", object.getKey());
    if (object.getSize() > 0) {
      node.put("size", object.getSize());
    }
    if (!object.getSha256().isEmpty()) {
      node.put("sha256", object.getSha256());
    }
    node.put("media_type", object.getMediaType());
  }

  /** Where the playlist of a completed film is; empty for a picture. */
  static Optional<ObjectRef> playlist(AssemblyUpdate update) {
    return update.getEnding().getPlan().getSegmentsCount() == 0
        ? Optional.empty()
        : Optional.of(
            ObjectLayout.standard()
                .playlist(new Tenant(update.getTenant()), new RenderId(update.getRenderId()))
                .toRef(Playlist.MEDIA_TYPE));
  }

  /** RENDER_STATE_COMPLETED becomes completed. */
  static String word(RenderState state) {
    return state.name().substring("RENDER_STATE_".length()).toLowerCase(Locale.ROOT);
  }

  static void time(ObjectNode node, String name, Timestamp time) {
    node.put(name, Timestamps.toString(time));
  }
}
