package io.stillwake.bench.load;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of one JSON object a line: lists of what to play, and what became of it. */
public final class JsonLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /** All lines; what a record does not know in one is an error. */
  static <T> List<T> read(Path file, Class<T> type) throws IOException {
    return read(file, JSON.readerFor(type));
  }

  /** All lines, of which a record may know only a part. */
  public static <T> List<T> readKnown(Path file, Class<T> type) throws IOException {
    return read(
        file, JSON.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
  }

  private static <T> List<T> read(Path file, ObjectReader reader) throws IOException {
    try (MappingIterator<T> lines = reader.readValues(file.toFile())) {
      return lines.readAll();
    }
  }

  public static void write(List<?> records, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Object record : records) {
        writer.write(JSON.writeValueAsString(record));
        writer.newLine();
      }
    }
  }
}
