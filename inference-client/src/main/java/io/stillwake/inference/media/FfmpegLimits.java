package io.stillwake.inference.media;

import java.time.Duration;

/**
 * What a child may use.
 *
 * @param quiet how long it may take to accept what is written, or to end after the last input
 * @param computing processor time; ends a child even when its parent was killed
 * @param memoryBytes its address space
 * @param outputBytes its standard output
 * @param fileBytes a file that it writes; 0 forbids it to write any
 */
record FfmpegLimits(
    Duration quiet, Duration computing, long memoryBytes, long outputBytes, long fileBytes) {

  /**
   * A shell script that lowers its own limits and then becomes the command it is given.
   *
   * <p>A limit that cannot be set is already lower, or unknown to the system, as that of address
   * space is to macOS.
   */
  String shell() {
    long seconds = computing.toSeconds();
    long blocks = (fileBytes + 511) / 512;
    // Small stacks, because a tiled picture has a decoder and a thread for every tile.
    return ("{ ulimit -c 0; ulimit -n 64; ulimit -s 2048; ulimit -f %d; ulimit -S -t %d;"
            + " ulimit -H -t %d; ulimit -v %d; } 2>/dev/null; exec \"$@\"")
        .formatted(blocks, seconds, seconds + 10, memoryBytes / 1024);
  }
}
