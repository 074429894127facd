package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryStatusResponse;
import io.stillwake.proto.triton.SystemSharedMemoryStatusResponse.RegionStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory that clients on this machine share with a GPU, with the answers that Triton 2.51 gives.
 */
final class SharedRegions {

  private static final Path FOLDER = Path.of("/dev/shm");

  private record Region(RegionStatus status, ByteBuffer memory) {}

  private final Map<String, Region> regions = new ConcurrentHashMap<>();

  void register(SystemSharedMemoryRegisterRequest request) throws Refusal {
    RegionStatus status =
        RegionStatus.newBuilder()
            .setName(request.getName())
            .setKey(request.getKey())
            .setOffset(request.getOffset())
            .setByteSize(request.getByteSize())
            .build();
    if (regions.putIfAbsent(request.getName(), new Region(status, map(status))) != null) {
      throw new Refusal(
          Status.ALREADY_EXISTS,
          "shared memory region '%s' already in manager".formatted(request.getName()));
    }
  }

  void unregister(String name) {
    regions.remove(name);
  }

  SystemSharedMemoryStatusResponse status() {
    SystemSharedMemoryStatusResponse.Builder status = SystemSharedMemoryStatusResponse.newBuilder();
    regions.forEach((name, region) -> status.putRegions(name, region.status()));
    return status.build();
  }

  /**
   * What an input's parameters say lies in a region.
   *
   * @throws Refusal where there is no such region or it is too small
   */
  ByteString read(Map<String, InferParameter> parameters) throws Refusal {
    String name = parameters.get("shared_memory_region").getStringParam();
    Region region = regions.get(name);
    if (region == null) {
      throw new Refusal(
          Status.NOT_FOUND, "Unable to find shared memory region: '%s'".formatted(name));
    }
    long offset = number(parameters, "shared_memory_offset");
    long bytes = number(parameters, "shared_memory_byte_size");
    if (offset < 0 || bytes < 0 || offset + bytes > region.memory().capacity()) {
      throw Refusal.invalid(
          "Invalid offset + byte size for shared memory region: '%s'".formatted(name));
    }
    return UnsafeByteOperations.unsafeWrap(
        region.memory().slice(Math.toIntExact(offset), Math.toIntExact(bytes)));
  }

  private static ByteBuffer map(RegionStatus region) throws Refusal {
    Path file = FOLDER.resolve(region.getKey().substring(1));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, region.getOffset(), region.getByteSize());
    } catch (IOException e) {
      throw new Refusal(
          Status.INTERNAL, "Unable to open shared memory region: '%s'".formatted(region.getKey()));
    }
  }

  private static long number(Map<String, InferParameter> parameters, String name) {
    return parameters.getOrDefault(name, InferParameter.getDefaultInstance()).getInt64Param();
  }
}
