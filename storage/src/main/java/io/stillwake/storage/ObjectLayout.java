package io.stillwake.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of every path in the store; no other class puts one together.
 *
 * <p>{@code uploads/<tenant>/<render>/source} is what clients write, and the only bucket that emits
 * events. {@code renders/…/<tenant>/<render>/} holds results. {@code work/<tenant>/<work id>/}
 * holds what can be made again: outputs under one folder per attempt and, written last, the commit
 * marker {@code result}; what no marker names does not exist. {@code assets/<tenant>/<sha256>} are
 * pictures that clients give beside the source.
 */
public record ObjectLayout(String uploadsBucket, String rendersBucket) {

  private static final Pattern UPLOAD =
      Pattern.compile("uploads/([a-z0-9][a-z0-9-]{0,62})/([0-9a-hjkmnp-tv-z]{26})/source");

  public static ObjectLayout standard() {
    return new ObjectLayout("uploads", "renders");
  }

  public ObjectKey source(Tenant tenant, RenderId render) {
    return new ObjectKey(uploadsBucket, "uploads/" + tenant + "/" + render + "/source");
  }

  /** Whose upload an object of the uploads bucket is; empty for a key that is not a ticket's. */
  public Optional<Upload> upload(ObjectKey key) {
    Matcher matcher = UPLOAD.matcher(key.key());
    return key.bucket().equals(uploadsBucket) && matcher.matches()
        ? Optional.of(new Upload(new Tenant(matcher.group(1)), new RenderId(matcher.group(2))))
        : Optional.empty();
  }

  /** The owner that an upload's key names. */
  public record Upload(Tenant tenant, RenderId render) {}

  public ObjectKey manifest(Tenant tenant, RenderId render) {
    return result(tenant, render, "render.json");
  }

  public ObjectKey poster(Tenant tenant, RenderId render) {
    return result(tenant, render, "poster.jpg");
  }

  public ObjectKey picture(Tenant tenant, RenderId render) {
    return result(tenant, render, "picture.png");
  }

  public ObjectKey video(Tenant tenant, RenderId render) {
    return result(tenant, render, "video.mp4");
  }

  public ObjectKey playlist(Tenant tenant, RenderId render) {
    return result(tenant, render, "hls/playlist.m3u8");
  }

  public ObjectKey hlsInit(Tenant tenant, RenderId render) {
    return result(tenant, render, "hls/init.mp4");
  }

  public ObjectKey hlsSegment(Tenant tenant, RenderId render, int segment) {
    return result(tenant, render, "hls/segment-%05d.m4s".formatted(segment));
  }

  /** One region's map as a picture; {@code overview} shows all of them. */
  public ObjectKey regionPicture(Tenant tenant, RenderId render, String name) {
    return result(tenant, render, "regions/" + name + ".png");
  }

  /** Prefix of all results of a render; ends with a slash. */
  public String resultsPrefix(Tenant tenant, RenderId render) {
    return "renders/" + tenant + "/" + render + "/";
  }

  /** What a work makes; whoever creates it first has made it. */
  public ObjectKey workOutput(Tenant tenant, WorkId work) {
    return new ObjectKey(rendersBucket, "work/" + tenant + "/" + work + "/output");
  }

  /** What goes with the output that {@code attempt} makes, which is unique to one execution. */
  public ObjectKey besideOutput(Tenant tenant, WorkId work, String attempt, String name) {
    return new ObjectKey(rendersBucket, "work/" + tenant + "/" + work + "/" + attempt + "/" + name);
  }

  /** A picture that requests name by its content: a mask, a style to follow. */
  public ObjectKey asset(Tenant tenant, String sha256) {
    return new ObjectKey(rendersBucket, "assets/" + tenant + "/" + sha256);
  }

  public boolean isAsset(ObjectKey key) {
    return key.bucket().equals(rendersBucket) && key.key().startsWith("assets/");
  }

  /** Whether an object is a result of a render of this tenant. */
  public boolean isResult(Tenant tenant, ObjectKey key) {
    return key.bucket().equals(rendersBucket) && key.key().startsWith("renders/" + tenant + "/");
  }

  /** What was answered to a request with an Idempotency-Key; a lifecycle rule expires it. */
  public ObjectKey idempotency(Tenant tenant, String keySha256) {
    return new ObjectKey(rendersBucket, "idempotency/" + tenant + "/" + keySha256);
  }

  private ObjectKey result(Tenant tenant, RenderId render, String name) {
    return new ObjectKey(rendersBucket, resultsPrefix(tenant, render) + name);
  }
}
