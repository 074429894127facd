package io.stillwake.inference.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes an ELF library that stands in for {@code libavdevice}: every function answers 0, and the
 * one that tells how it was built an empty text.
 *
 * <p>The shipped {@code libavdevice} links to PulseAudio, ALSA and XCB, which a server or a bare
 * container lacks, and then no ffmpeg starts at all. We capture from no device and want a child
 * that reads hostile files to have none, so this library takes its place. It holds the ten
 * functions that the two executables import, under the version their linker asks for.
 */
final class NoDevices {

  private static final List<String> FUNCTIONS =
      List.of(
          "av_input_audio_device_next",
          "av_input_video_device_next",
          "av_output_audio_device_next",
          "av_output_video_device_next",
          "avdevice_configuration",
          "avdevice_free_list_devices",
          "avdevice_list_input_sources",
          "avdevice_list_output_sinks",
          "avdevice_register_all",
          "avdevice_version");

  private static final String TELLS_TEXT = "avdevice_configuration";

  // The data segment lies one page further in memory than in the file; 64 KiB suits every machine.
  private static final int PAGE = 0x10000;
  private static final int TABLES = 64 + 4 * 56;
  private static final int CODE = 0x800;
  private static final int DYNAMIC = 0x900;
  private static final int DYNAMIC_BYTES = 10 * 16;

  private NoDevices() {}

  /**
   * @param library the file name it replaces, such as {@code libavdevice.so.62}
   * @param machine x86_64 or arm64
   */
  static byte[] library(String library, Machine machine) {
    String version = "LIBAVDEVICE_" + library.substring(library.lastIndexOf('.') + 1);
    ByteBuffer elf = ByteBuffer.allocate(DYNAMIC + DYNAMIC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header(elf, machine);

    var strings = new Strings();
    int[] names = FUNCTIONS.stream().mapToInt(strings::add).toArray();
    int soname = strings.add(library);
    int versionName = strings.add(version);

    // One hash bucket that chains through all symbols.
    int hash = TABLES;
    elf.position(hash).putInt(1).putInt(names.length + 1).putInt(1).putInt(0);
    for (int i = 1; i <= names.length; i++) {
      elf.putInt(i < names.length ? i + 1 : 0);
    }
    int symbols = align(elf, 8) + 24;
    elf.position(symbols);
    for (int i = 0; i < names.length; i++) {
      boolean text = FUNCTIONS.get(i).equals(TELLS_TEXT);
      // Global function, default visibility, in some section.
      elf.putInt(names[i]).put((byte) 0x12).put((byte) 0).putShort((short) 1);
      elf.putLong(text ? CODE + machine.zero.length : CODE);
      elf.putLong(text ? machine.text.length : machine.zero.length);
    }
    int versions = elf.position();
    elf.putShort((short) 0);
    for (int i = 0; i < names.length; i++) {
      elf.putShort((short) 2);
    }
    int definitions = align(elf, 4);
    definition(elf, 1, 1, library, soname, 28);
    definition(elf, 0, 2, version, versionName, 0);
    int table = elf.position();
    elf.put(strings.bytes());
    elf.position(CODE).put(machine.zero).put(machine.text);

    elf.position(DYNAMIC);
    entry(elf, 14, soname);
    entry(elf, 4, hash);
    entry(elf, 5, table);
    entry(elf, 6, symbols - 24);
    entry(elf, 10, strings.bytes().length);
    entry(elf, 11, 24);
    entry(elf, 0x6ffffff0, versions);
    entry(elf, 0x6ffffffc, definitions);
    entry(elf, 0x6ffffffd, 2);
    entry(elf, 0, 0);
    return elf.array();
  }

  private static void header(ByteBuffer elf, Machine machine) {
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    elf.putShort((short) 3).putShort(machine.elf).putInt(1).putLong(0).putLong(64).putLong(0);
    elf.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 4);
    elf.position(64);
    segment(elf, 1, 5, 0, 0, CODE + machine.zero.length + machine.text.length, PAGE);
    segment(elf, 1, 6, DYNAMIC, PAGE, DYNAMIC_BYTES, PAGE);
    segment(elf, 2, 6, DYNAMIC, PAGE, DYNAMIC_BYTES, 8);
    // PT_GNU_STACK: without it the loader would make every stack executable.
    segment(elf, 0x6474e551, 6, 0, 0, 0, 16);
  }

  private static void segment(
      ByteBuffer elf, int type, int flags, int offset, int shift, int bytes, int alignment) {
    elf.putInt(type).putInt(flags).putLong(offset).putLong(offset + shift).putLong(offset + shift);
    elf.putLong(bytes).putLong(bytes).putLong(alignment);
  }

  private static void definition(
      ByteBuffer elf, int flags, int index, String name, int at, int next) {
    elf.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
    elf.putInt(hash(name)).putInt(20).putInt(next).putInt(at).putInt(0);
  }

  private static void entry(ByteBuffer elf, long tag, long value) {
    elf.putLong(tag).putLong(value);
  }

  private static int align(ByteBuffer elf, int to) {
    elf.position((elf.position() + to - 1) / to * to);
    return elf.position();
  }

  /** The hash of the System V ABI, by which version names are compared. */
  private static int hash(String name) {
    int hash = 0;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + b;
      int high = hash & 0xf0000000;
      hash ^= high >>> 24;
      hash &= ~high;
    }
    return hash;
  }

  /** "Return 0", and "return the address of the empty text after this", in the machine's code. */
  enum Machine {
    X86_64(62, "31c0c300", "488d0501000000c300"),
    ARM64(183, "000080d2c0035fd6", "40000010c0035fd600000000");

    private final short elf;
    private final byte[] zero;
    private final byte[] text;

    Machine(int elf, String zero, String text) {
      this.elf = (short) elf;
      this.zero = HexFormat.of().parseHex(zero);
      this.text = HexFormat.of().parseHex(text);
    }
  }

  private static final class Strings {
    private final List<String> all = new ArrayList<>();
    private int next = 1;

    int add(String string) {
      all.add(string);
      int at = next;
      next += string.length() + 1;
      return at;
    }

    byte[] bytes() {
      return ("\0" + String.join("\0", all) + "\0").getBytes(StandardCharsets.US_ASCII);
    }
  }
}
