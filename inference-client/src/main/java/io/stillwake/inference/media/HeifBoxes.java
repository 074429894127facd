package io.stillwake.inference.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items of a HEIF file as its boxes describe them. */
final class HeifBoxes {

  /** A box without its header. */
  record Box(String type, ByteBuffer content) {
    String text(int from) {
      return StandardCharsets.ISO_8859_1.decode(content.duplicate().position(from)).toString();
    }
  }

  /** A coded or derived picture, or something else; properties are in the order of their effect. */
  record Item(int id, String type, List<Box> properties) {}

  private record Reference(String type, int from, List<Integer> to) {}

  private final Map<Integer, Item> items = new LinkedHashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private final boolean complete;
  private final boolean film;
  private int primary;

  HeifBoxes(ByteBuffer file) {
    boolean whole = true;
    boolean hasFilm = false;
    for (int at = 0; at + 8 <= file.limit() && whole; ) {
      String type = type(file, at + 4);
      long size = size(file, at);
      whole = size >= 8 && size <= file.limit() - at;
      if (whole && type.equals("meta")) {
        meta(file.slice(at + 12, (int) size - 12));
      }
      hasFilm |= type.equals("moov");
      at += (int) size;
    }
    complete = whole;
    film = hasFilm;
  }

  /** Whether the last box ends within the file. */
  boolean complete() {
    return complete;
  }

  /** Whether there is a track of frames beside or instead of the picture. */
  boolean hasFilm() {
    return film;
  }

  /** The picture to show; null if none is described. */
  Item primary() {
    return items.get(primary);
  }

  Item item(int id) {
    return items.get(id);
  }

  Collection<Item> items() {
    return items.values();
  }

  List<Integer> references(String type, int from) {
    return references.stream()
        .filter(r -> r.type.equals(type) && r.from == from)
        .findFirst()
        .map(Reference::to)
        .orElse(List.of());
  }

  private void meta(ByteBuffer meta) {
    var properties = new ArrayList<Box>();
    ByteBuffer associations = null;
    for (Box box : children(meta)) {
      ByteBuffer content = box.content;
      switch (box.type) {
        case "pitm" -> primary = id(content, 4, content.get(0) == 0);
        case "iinf" -> {
          for (Box entry : children(skip(content, content.get(0) == 0 ? 6 : 8))) {
            entry(entry.content);
          }
        }
        case "iref" -> {
          for (Box reference : children(skip(content, 4))) {
            reference(reference, content.get(0) == 0);
          }
        }
        case "iprp" -> {
          for (Box part : children(content)) {
            if (part.type.equals("ipco")) {
              properties.addAll(children(part.content));
            } else if (part.type.equals("ipma")) {
              associations = part.content;
            }
          }
        }
        default -> {}
      }
    }
    if (associations != null) {
      associate(associations, properties);
    }
  }

  private void entry(ByteBuffer infe) {
    int version = infe.get(0);
    if (version >= 2) {
      int id = id(infe, 4, version == 2);
      items.put(id, new Item(id, type(infe, version == 2 ? 8 : 10), new ArrayList<>()));
    }
  }

  private void reference(Box box, boolean small) {
    int width = small ? 2 : 4;
    int count = box.content.getShort(width) & 0xffff;
    var to = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      to.add(id(box.content, width + 2 + i * width, small));
    }
    references.add(new Reference(box.type, id(box.content, 0, small), to));
  }

  private void associate(ByteBuffer ipma, List<Box> properties) {
    boolean smallIds = ipma.get(0) == 0;
    boolean wide = (ipma.getInt(0) & 1) != 0;
    ByteBuffer in = ipma.duplicate().position(8);
    for (long count = ipma.getInt(4) & 0xffffffffL; count > 0; count--) {
      Item item = items.get(smallIds ? in.getShort() & 0xffff : in.getInt());
      int links = in.get() & 0xff;
      for (int i = 0; i < links; i++) {
        int index = wide ? in.getShort() & 0x7fff : in.get() & 0x7f;
        if (item != null && index > 0) {
          item.properties.add(properties.get(index - 1));
        }
      }
    }
  }

  private static List<Box> children(ByteBuffer parent) {
    var boxes = new ArrayList<Box>();
    for (int at = 0; at + 8 <= parent.limit(); ) {
      long size = size(parent, at);
      if (size < 8 || size > parent.limit() - at) {
        throw new IndexOutOfBoundsException(at);
      }
      boxes.add(new Box(type(parent, at + 4), parent.slice(at + 8, (int) size - 8)));
      at += (int) size;
    }
    return boxes;
  }

  /** Size 0 means "to the end"; 1 means a 64-bit size, which is read only to step over the box. */
  private static long size(ByteBuffer bytes, int at) {
    long size = bytes.getInt(at) & 0xffffffffL;
    return size == 0 ? bytes.limit() - at : size == 1 ? bytes.getLong(at + 8) : size;
  }

  private static int id(ByteBuffer bytes, int at, boolean small) {
    return small ? bytes.getShort(at) & 0xffff : bytes.getInt(at);
  }

  private static String type(ByteBuffer bytes, int at) {
    byte[] name = new byte[4];
    bytes.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer skip(ByteBuffer bytes, int count) {
    return bytes.slice(count, bytes.limit() - count);
  }
}
